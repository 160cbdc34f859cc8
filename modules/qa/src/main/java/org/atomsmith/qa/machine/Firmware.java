package org.atomsmith.qa.machine;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The firmware that a virtual machine boots with. */
public enum Firmware {
    /** SeaBIOS, which comes with QEMU. */
    BIOS,
    /** OVMF (EDK II), without Secure Boot. */
    UEFI;

    /** OVMF's code and its empty variable store. */
    record Ovmf(Path code, Path variables) {}

    /** Where distributions put OVMF: Debian, Fedora, Arch. */
    private static final List<Ovmf> OVMF = List.of(
            ovmf("/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/share/OVMF/OVMF_VARS_4M.fd"),
            ovmf("/usr/share/edk2/ovmf/OVMF_CODE.fd", "/usr/share/edk2/ovmf/OVMF_VARS.fd"),
            ovmf("/usr/share/edk2/x64/OVMF_CODE.4m.fd", "/usr/share/edk2/x64/OVMF_VARS.4m.fd"),
            ovmf("/usr/share/OVMF/OVMF_CODE.fd", "/usr/share/OVMF/OVMF_VARS.fd"));

    private static Ovmf ovmf(String code, String variables) {
        return new Ovmf(Path.of(code), Path.of(variables));
    }

    /**
     * Reads {@code bios} or {@code uefi}.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static Firmware parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "bios" -> BIOS;
            case "uefi", "efi" -> UEFI;
            default -> throw new IllegalArgumentException("unknown firmware '" + text + "': it is bios or uefi");
        };
    }

    /** The files of OVMF on this machine. */
    static Ovmf findOvmf() throws IOException {
        return OVMF.stream()
                .filter(files -> Files.isReadable(files.code()) && Files.isReadable(files.variables()))
                .findFirst()
                .orElseThrow(() -> new FileNotFoundException("booting with UEFI needs OVMF, and it is not at "
                        + OVMF.get(0).code() + ": `apt-get install ovmf` brings it on Debian"));
    }
}
