package org.atomsmith.ostree.sysroot.boot;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.linux.Programs;

/**
 * GRUB 2 as distributions set it up: {@code /boot/grub2/grub.cfg} leads to {@code ../loader/grub.cfg}, which
 * {@code grub2-mkconfig} (or a program of the system's builder) writes. On EFI systems of the older kind the file is on
 * the EFI partition, where replacing it is not one step.
 */
public final class Grub2 implements BootLoader {
    private final Path boot;
    private final Optional<String> generator;

    /**
     * The boot loader of this {@code /boot}.
     *
     * @param generator a program to use in place of {@code grub2-mkconfig} ({@code OSTREE_GRUB2_EXEC})
     */
    public Grub2(Path boot, Optional<String> generator) {
        this.boot = boot;
        this.generator = generator;
    }

    @Override
    public String name() {
        return "grub2";
    }

    @Override
    public boolean isActive() throws IOException {
        return Files.exists(boot.resolve("grub2/grub.cfg"))
                || efiConfiguration().isPresent();
    }

    @Override
    public boolean isAtomic() {
        return Files.exists(boot.resolve("grub2/grub.cfg"));
    }

    @Override
    public void write(Path loader, int bootVersion, List<BootEntry> entries) throws IOException {
        Optional<Path> efi = isAtomic() ? Optional.empty() : efiConfiguration();
        Path target = efi.map(config -> config.resolveSibling("grub.cfg.new")).orElse(loader.resolve("grub.cfg"));
        Files.deleteIfExists(target);
        Command command = Command.of(
                        program(), "-o", target.toAbsolutePath().normalize().toString())
                .withInheritedEnvironment()
                .withEnvironment("_OSTREE_GRUB2_BOOTVERSION", Integer.toString(bootVersion));
        if (efi.isPresent()) {
            command = command.withEnvironment("_OSTREE_GRUB2_IS_EFI", "1");
        }
        command.runOrThrow();
        LinuxFiles.fsync(target);
        if (efi.isPresent()) {
            LinuxFiles.rename(target, efi.get());
            LinuxFiles.fsync(efi.get().resolveSibling("."));
        }
    }

    private String program() {
        return generator
                .or(() -> Programs.find("grub2-mkconfig").map(Path::toString))
                .or(() -> Programs.find("grub-mkconfig").map(Path::toString))
                .orElse("grub2-mkconfig");
    }

    private Optional<Path> efiConfiguration() throws IOException {
        Path vendors = boot.resolve("efi/EFI");
        if (!Files.isDirectory(vendors)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(vendors)) {
            for (Path directory : directories) {
                Path config = directory.resolve("grub.cfg");
                if (!directory.getFileName().toString().equals("BOOT") && Files.exists(config)) {
                    return Optional.of(config);
                }
            }
        }
        return Optional.empty();
    }
}
