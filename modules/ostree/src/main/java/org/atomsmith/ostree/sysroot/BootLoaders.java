package org.atomsmith.ostree.sysroot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atomsmith.ostree.repo.RepositoryConfig;
import org.atomsmith.ostree.sysroot.boot.BootLoader;
import org.atomsmith.ostree.sysroot.boot.Grub2;
import org.atomsmith.ostree.sysroot.boot.GrubConfiguration;
import org.atomsmith.ostree.sysroot.boot.Syslinux;
import org.atomsmith.ostree.sysroot.boot.UBoot;

/** Which boot loaders of a system need a configuration: {@code sysroot.bootloader}, or what is found. */
final class BootLoaders {
    private final Path sysroot;
    private final SysrootSettings settings;
    private final RepositoryConfig config;

    BootLoaders(Path sysroot, SysrootSettings settings, RepositoryConfig config) {
        this.sysroot = sysroot;
        this.settings = settings;
        this.config = config;
    }

    List<BootLoader> active() throws IOException {
        Path boot = sysroot.resolve("boot");
        List<BootLoader> active = new ArrayList<>();
        BootLoader own = new GrubConfiguration(boot);
        if (own.isActive()) {
            active.add(own);
        }
        String wanted = config.file().get("sysroot", "bootloader").orElse("auto");
        switch (wanted) {
            case "none" -> {}
            case "auto" -> {
                for (BootLoader loader :
                        List.of(new Syslinux(boot), new Grub2(boot, settings.grubGenerator()), new UBoot(sysroot))) {
                    if (loader.isActive()) {
                        active.add(loader);
                        break;
                    }
                }
            }
            case "grub2" -> active.add(new Grub2(boot, settings.grubGenerator()));
            case "syslinux" -> active.add(new Syslinux(boot));
            case "uboot" -> active.add(new UBoot(sysroot));
            default ->
                throw new SysrootException(
                        "sysroot.bootloader is '" + wanted + "': expected auto, none, grub2, syslinux or uboot");
        }
        return active;
    }
}
