package org.atomsmith.solver;

import java.util.List;
import java.util.Map;

/** Which packages run on a machine, and which of them are its own. Spellings are RPM's. */
public final class Architectures {
    private static final List<String> I686 = List.of("i686", "i586", "i486", "i386");
    private static final Map<String, List<String>> COMPATIBLE = Map.of(
            "x86_64", List.of("x86_64", "i686", "i586", "i486", "i386"),
            "x86_64_v2", List.of("x86_64_v2", "x86_64", "i686", "i586", "i486", "i386"),
            "i686", I686,
            "i586", I686.subList(1, 4),
            "aarch64", List.of("aarch64"),
            "armv7hl", List.of("armv7hl", "armv6hl"),
            "ppc64le", List.of("ppc64le"),
            "riscv64", List.of("riscv64"),
            "s390x", List.of("s390x", "s390"));

    private final List<String> best;

    /** For one machine; empty for "whatever the source holds". */
    public Architectures(String machine) {
        this.best = machine.isEmpty() ? List.of() : COMPATIBLE.getOrDefault(machine, List.of(machine));
    }

    /** Whether packages of that architecture can be installed. */
    public boolean runs(String arch) {
        return best.isEmpty() ? !arch.equals("src") && !arch.equals("nosrc") : isNeutral(arch) || best.contains(arch);
    }

    /** 0 for the machine's own and for packages without machine code, higher for compatible but inferior ones. */
    public int inferiority(String arch) {
        return best.isEmpty() || isNeutral(arch) ? 0 : best.indexOf(arch);
    }

    /** Whether the machine matters at all. */
    public boolean areKnown() {
        return !best.isEmpty();
    }

    /**
     * Whether packages of two architectures are for the same word size: RPM's colours. Packages without machine code are
     * for every one.
     */
    public boolean shareColour(String one, String other) {
        return (colour(one) & colour(other)) != 0;
    }

    private int colour(String arch) {
        if (isNeutral(arch) || !best.contains(arch)) {
            return 3;
        }
        return arch.contains("64") || arch.equals("s390x") ? 2 : 1;
    }

    /** Whether packages of that architecture have no machine code. */
    public static boolean isNeutral(String arch) {
        return arch.equals("noarch") || arch.equals("all") || arch.isEmpty();
    }
}
