package org.atomsmith.qa.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** How QEMU runs the guest's instructions. */
enum Accelerator {
    /** On the processor. */
    KVM("kvm", "host"),
    /** By translating them: ten to twenty times slower, on any machine. */
    TCG("tcg,thread=multi", "max");

    private final String accel;
    private final String cpu;

    Accelerator(String accel, String cpu) {
        this.accel = accel;
        this.cpu = cpu;
    }

    List<String> arguments() {
        return List.of("-accel", accel, "-cpu", cpu);
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
