package org.atomsmith.qa.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MachineSpecTest {
    private static final Emulator QEMU_10 =
            new Emulator(List.of("/tree/ld.so", "/tree/qemu", "-L", "/tree/roms"), Map.of(), "10.0.7");

    private static MachineSpec spec(Firmware firmware, Optional<Path> variables, int memory) {
        return new MachineSpec(
                new Hardware(
                        firmware,
                        memory,
                        2,
                        List.of(Drive.disk("disk", Path.of("/w/di,sk")), Drive.beside("seed", Path.of("/w/seed"))),
                        Optional.empty()),
                variables,
                2222,
                Path.of("/w/serial.log"),
                Path.of("/w/serial"),
                Path.of("/w/fw"),
                Path.of("/w/monitor"));
    }

    @Test
    void a_bios_machine_boots_its_virtio_disk_and_forwards_ssh_on_the_loopback_only() {
        List<String> arguments =
                spec(Firmware.BIOS, Optional.empty(), 2048).commandLine(QEMU_10, Accelerator.TCG, Optional.empty());
        assertThat(arguments)
                .startsWith("/tree/ld.so", "/tree/qemu", "-L", "/tree/roms", "-machine", "q35")
                .containsSequence("-accel", "tcg,thread=multi", "-cpu", "max", "-smp", "2", "-m", "2048")
                .containsSequence("-drive", "if=none,id=disk,file=/w/di,,sk,format=qcow2,cache=unsafe,discard=unmap")
                .containsSequence("-drive", "if=none,id=seed,file=/w/seed,format=raw,readonly=on")
                .contains("user,id=net,hostfwd=tcp:127.0.0.1:2222-:22", "virtio-rng-pci")
                .noneMatch(argument -> argument.contains("pflash"));
    }

    @Test
    void a_uefi_machine_has_variables_of_its_own() {
        Firmware.Ovmf ovmf = new Firmware.Ovmf(Path.of("/o/code"), Path.of("/o/vars"));
        List<String> arguments = spec(Firmware.UEFI, Optional.of(Path.of("/w/vars")), 2048)
                .commandLine(QEMU_10, Accelerator.KVM, Optional.of(ovmf));
        assertThat(arguments)
                .contains("if=pflash,format=raw,readonly=on,file=/o/code", "if=pflash,format=raw,file=/w/vars")
                .containsSequence("-accel", "kvm", "-cpu", "host")
                .noneMatch(argument -> argument.contains("/o/vars"));
    }

    @Test
    void a_machine_boots_the_drives_that_may_be_booted_in_their_order() {
        Hardware hardware = Hardware.of(
                Firmware.BIOS,
                Drive.disk("disk", Path.of("/w/blank")),
                Drive.beside("answers", Path.of("/w/seed")),
                Drive.cd(Path.of("/w/iso")),
                Drive.usbStick(Path.of("/w/stick")));
        assertThat(commandLine(hardware))
                .contains("virtio-blk-pci,drive=disk,bootindex=0", "virtio-blk-pci,drive=answers")
                .contains("ide-cd,drive=cd,bootindex=2")
                .contains("usb-storage,bus=usb-stick.0,removable=on,drive=stick,bootindex=3")
                .contains("if=none,id=cd,file=/w/iso,format=raw,readonly=on,media=cdrom")
                .contains("virtio-net-pci,netdev=net,romfile=");
        assertThat(commandLine(hardware.withNetworkBoot("http://10.0.2.2:80/boot.ipxe")))
                .contains("user,id=net,hostfwd=tcp:127.0.0.1:2222-:22,bootfile=http://10.0.2.2:80/boot.ipxe")
                .contains("virtio-net-pci,netdev=net,bootindex=4");
    }

    private static List<String> commandLine(Hardware hardware) {
        Path file = Path.of("/w/file");
        return new MachineSpec(hardware, Optional.empty(), 2222, file, file, file, file)
                .commandLine(QEMU_10, Accelerator.TCG, Optional.empty());
    }

    @Test
    void refuses_a_machine_without_memory() {
        assertThatThrownBy(() -> spec(Firmware.BIOS, Optional.empty(), 2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void kvm_is_used_only_where_the_processor_has_it() {
        assertThat(Accelerator.detect("flags\t\t: fpu svm sse\n", true)).isEqualTo(Accelerator.KVM);
        assertThat(Accelerator.detect("flags\t\t: fpu svm sse\n", false)).isEqualTo(Accelerator.TCG);
        assertThat(Accelerator.detect("flags\t\t: fpu sse\nbugs : vmxnot\n", true))
                .isEqualTo(Accelerator.TCG);
    }

    @Test
    void an_old_qemu_does_not_translate_the_instruction_that_it_gets_wrong() {
        assertThat(Accelerator.TCG.arguments(7)).endsWith("-cpu", "max,-cx16");
        assertThat(Accelerator.TCG.arguments(8)).endsWith("-cpu", "max");
        assertThat(Accelerator.TCG.arguments(8)).contains("tcg,thread=single");
        assertThat(Accelerator.TCG.arguments(9)).contains("tcg,thread=multi");
        assertThat(Accelerator.KVM.arguments(7)).endsWith("-cpu", "host");
    }

    @Test
    void only_an_emulated_processor_of_an_old_qemu_waits_for_the_others() {
        assertThat(Accelerator.TCG.takesTurns(8)).isTrue();
        assertThat(Accelerator.TCG.takesTurns(9)).isFalse();
        assertThat(Accelerator.KVM.takesTurns(7)).isFalse();
    }

    @Test
    void an_emulator_says_which_version_it_is() {
        assertThat(Emulator.versionIn("QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)\n"))
                .contains("7.2.22");
        assertThat(Emulator.versionIn("QEMU emulator version 11.0\n")).contains("11.0");
        assertThat(QEMU_10.major()).isEqualTo(10);
        assertThatThrownBy(() -> Emulator.of(List.of("/bin/echo"), Map.of()))
                .hasMessageContaining("no answer of QEMU's");
    }

    @Test
    void firmware_is_read_by_name() {
        assertThat(Firmware.parse("UEFI")).isEqualTo(Firmware.UEFI);
        assertThat(Firmware.parse("bios")).isEqualTo(Firmware.BIOS);
        assertThatThrownBy(() -> Firmware.parse("coreboot")).hasMessageContaining("bios or uefi");
    }
}
