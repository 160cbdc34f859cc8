package org.atomsmith.solver;

import java.util.List;
import java.util.Map;

/** Which packages run on a machine, and which of them are its own. Spellings are RPM's. */
final class Architectures {
    private static final Map<String, List<String>> COMPATIBLE = Map.of(
            "x86_64", List.of("x86_64", "i686", "i586", "i486", "i386"),
            "x86_64_v2", List.of("x86_64_v2", "x86_64", "i686", "i586", "i486", "i386"),
            "i686", List.of("i686", "i586", "i486", "i386"),
            "i586", List.of("i586", "i486", "i386"),
            "aarch64", List.of("aarch64"),
            "armv7hl", List.of("armv7hl", "armv6hl"),
            "ppc64le", List.of("ppc64le"),
            "riscv64", List.of("riscv64"),
            "s390x", List.of("s390x"));

    private final List<String> best;

    /** For one machine; empty for "whatever the source holds". */
    Architectures(String machine) {
        this.best = machine.isEmpty() ? List.of() : COMPATIBLE.getOrDefault(machine, List.of(machine));
    }

    boolean runs(String arch) {
        return best.isEmpty() ? !arch.equals("src") && !arch.equals("nosrc") : isNeutral(arch) || best.contains(arch);
    }

    /** 0 for the machine's own and for packages without machine code, higher for compatible but inferior ones. */
    int inferiority(String arch) {
        return best.isEmpty() || isNeutral(arch) ? 0 : best.indexOf(arch);
    }

    private static boolean isNeutral(String arch) {
        return arch.equals("noarch") || arch.equals("all") || arch.isEmpty();
    }
}
