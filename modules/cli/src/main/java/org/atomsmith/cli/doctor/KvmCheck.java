package org.atomsmith.cli.doctor;

import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;

/** Looks whether QEMU may use the processor's virtualisation; without it, it emulates a processor. */
final class KvmCheck implements Check {
    private static final String SUBJECT = "KVM";
    private static final String EMULATED = "; images boot in emulation, which takes a minute or so";

    // /dev/kvm may exist where the processor offers nothing: its flags decide.
    private static final Pattern FLAG = Pattern.compile("^flags\\s*:.*\\b(svm|vmx)\\b", Pattern.MULTILINE);

    @Override
    public List<Finding> look(Machine machine) {
        if (!FLAG.matcher(machine.text("/proc/cpuinfo")).find()) {
            return List.of(Finding.note(SUBJECT, "the processor shows neither svm nor vmx" + EMULATED, ""));
        }
        if (!Files.exists(machine.at("/dev/kvm"))) {
            return List.of(Finding.note(SUBJECT, "there is no /dev/kvm" + EMULATED, "modprobe kvm"));
        }
        return List.of(
                Files.isWritable(machine.at("/dev/kvm"))
                        ? Finding.ok(SUBJECT, "/dev/kvm")
                        : Finding.note(
                                SUBJECT,
                                machine.user() + " may not write to /dev/kvm" + EMULATED,
                                "usermod --append --groups kvm " + machine.user()));
    }
}
