package org.atomsmith.qa.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** How QEMU runs the guest's instructions. */
enum Accelerator {
    /** On the processor. */
    KVM,
    /** By translating them: ten to twenty times slower, on any machine. */
    TCG;

    /**
     * QEMU before 8.0 leaves wrong flags behind a cmpxchg16b that it translates (the helper reads a stale
     * {@code cc_op}), and Linux 6.5 and later use it in every allocation: most boots end in a double fault. Without the
     * feature Linux does without it.
     */
    private static final int FIRST_WITH_WORKING_CX16 = 8;

    /**
     * QEMU before 8.1 may read half of an instruction before and half after another processor of the guest replaces it, when
     * each has a thread of its own: Linux does that with its static branches and Java with compiled methods, and now and then
     * one of them dies of it. In one thread the guest's processors take turns.
     */
    private static final int FIRST_WITH_WORKING_THREADS = 9;

    /** The arguments that choose it, for a QEMU of this major version. */
    List<String> arguments(int qemuMajor) {
        return switch (this) {
            case KVM -> List.of("-accel", "kvm", "-cpu", "host");
            case TCG ->
                List.of(
                        "-accel",
                        takesTurns(qemuMajor) ? "tcg,thread=single" : "tcg,thread=multi",
                        "-cpu",
                        qemuMajor < FIRST_WITH_WORKING_CX16 ? "max,-cx16" : "max");
        };
    }

    /** Whether the guest's processors take turns in one thread, with a QEMU of this major version. */
    boolean takesTurns(int qemuMajor) {
        return this == TCG && qemuMajor < FIRST_WITH_WORKING_THREADS;
    }

    /** KVM only where the processor has it: {@code /dev/kvm} may exist without working. */
    static Accelerator detect() throws IOException {
        return detect(Files.readString(Path.of("/proc/cpuinfo")), Files.isWritable(Path.of("/dev/kvm")));
    }

    static Accelerator detect(String cpuinfo, boolean deviceIsWritable) {
        boolean hasFlag = cpuinfo.lines()
                .filter(line -> line.startsWith("flags"))
                .flatMap(line -> Arrays.stream(line.split("\\s+")))
                .anyMatch(flag -> flag.equals("svm") || flag.equals("vmx"));
        return hasFlag && deviceIsWritable ? KVM : TCG;
    }
}
