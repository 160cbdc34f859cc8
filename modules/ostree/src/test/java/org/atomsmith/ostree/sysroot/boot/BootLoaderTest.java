package org.atomsmith.ostree.sysroot.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.atomsmith.linux.LinuxFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the boot loaders are given. */
final class BootLoaderTest {
    private static final BootEntry ENTRY = BootEntry.parse("""
            title It's (ostree:0)
            version 2
            options root=x test="a b" ostree=/ostree/boot.1/os/c/0
            linux /ostree/os-c/vmlinuz-1
            initrd /ostree/os-c/initramfs-1.img
            initrd /ostree/initramfs-overlays/o.img
            fdtdir /ostree/os-c/dtb
            """);

    @TempDir
    private Path boot;

    private Path loader;

    @BeforeEach
    void setUp() throws IOException {
        loader = boot.resolve("loader.1");
        Files.createDirectories(loader.resolve("entries"));
    }

    @Test
    void an_entry_is_read_and_written_with_its_overlays() {
        assertThat(ENTRY.overlayInitrds()).containsExactly("/ostree/initramfs-overlays/o.img");
        assertThat(BootEntry.parse(ENTRY.text())).isEqualTo(ENTRY);
        assertThatThrownBy(() -> ENTRY.with("x", "a\nlinux /evil")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void entries_come_in_the_order_of_their_versions_and_keep_their_counters() throws IOException {
        for (int i = 0; i < 11; i++) {
            LoaderEntries.write(
                    loader.resolve("entries"),
                    i,
                    11,
                    new LoaderEntries.Entry(
                            ENTRY.with("version", Integer.toString(11 - i)),
                            i == 0 ? java.util.Optional.of(new BootCounter(2, 1)) : java.util.Optional.empty()));
        }
        assertThat(loader.resolve("entries/ostree-11+2-1.conf")).exists();
        List<LoaderEntries.Entry> entries = LoaderEntries.read(loader.resolve("entries"));
        assertThat(entries)
                .extracting(e -> e.entry().get("version").orElseThrow())
                .startsWith("11", "10", "9");
        assertThat(entries.getFirst().counter()).contains(new BootCounter(2, 1));
        assertThat(BootCounter.ofFileName("ostree-1+x.conf")).isEmpty();
        assertThat(BootCounter.ofFileName("ostree-1+3.conf").orElseThrow().suffix())
                .isEqualTo("+3");
    }

    @Test
    void syslinux_keeps_what_is_not_ours() throws IOException {
        Files.createDirectories(boot.resolve("syslinux"));
        LinuxFiles.symlink("../loader.0/syslinux.cfg", boot.resolve("syslinux/syslinux.cfg"));
        Files.createDirectories(boot.resolve("loader.0"));
        Files.writeString(boot.resolve("loader.0/syslinux.cfg"), """
                TIMEOUT 50
                DEFAULT Old (ostree:0)
                LABEL Old (ostree:0)
                \tKERNEL /ostree/os-b/vmlinuz-0
                LABEL memtest
                \tKERNEL /memtest
                PROMPT 1
                """);
        Syslinux syslinux = new Syslinux(boot);
        assertThat(syslinux.isActive()).isTrue();
        syslinux.write(loader, 1, List.of(ENTRY));
        assertThat(loader.resolve("syslinux.cfg")).content().isEqualTo("""
                TIMEOUT 50
                LABEL memtest
                \tKERNEL /memtest
                PROMPT 1
                DEFAULT It's (ostree:0)
                LABEL It's (ostree:0)
                \tKERNEL /boot/ostree/os-c/vmlinuz-1
                \tINITRD /boot/ostree/os-c/initramfs-1.img
                \tAPPEND root=x test="a b" ostree=/ostree/boot.1/os/c/0
                """);
    }

    @Test
    void u_boot_gets_variables_of_every_entry_and_the_system_s_own_of_the_first() throws IOException {
        Path sysroot = boot.resolve("sysroot");
        Path own = sysroot.resolve("ostree/boot.1/os/c/0/usr/lib/ostree-boot");
        Files.createDirectories(own);
        Files.writeString(own.resolve("uEnv.txt"), "mine=1");
        new UBoot(sysroot).write(loader, 1, List.of(ENTRY, ENTRY));
        assertThat(loader.resolve("uEnv.txt"))
                .content()
                .startsWith("kernel_image=/ostree/os-c/vmlinuz-1\nbootdir=/ostree/os-c/\n")
                .contains("fdtdir=/ostree/os-c/dtb\n", "mine=1\n", "kernel_image2=", "bootargs2=root=x");
    }

    @Test
    void our_grub_configuration_quotes_everything() throws IOException {
        GrubConfiguration grub = new GrubConfiguration(boot);
        assertThat(grub.isActive()).isFalse();
        Files.createDirectories(boot.resolve("grub"));
        Files.writeString(boot.resolve("grub/grub.cfg"), "  source ($root)/boot/loader/grub.cfg\n");
        assertThat(grub.isActive()).isTrue();
        grub.write(loader, 1, List.of(ENTRY));
        assertThat(loader.resolve("grub.cfg")).content().endsWith("""
                menuentry 'It'\\''s (ostree:0)' --class os {
                  count_try
                  linux /ostree/os-c/vmlinuz-1 'root=x' 'test="a b"' 'ostree=/ostree/boot.1/os/c/0'
                  initrd /ostree/os-c/initramfs-1.img /ostree/initramfs-overlays/o.img
                }
                """);
    }

    @Test
    void kernel_arguments_are_replaced_deleted_and_found() {
        KernelArguments arguments = KernelArguments.parse("a=1 b console=x a=2 console=y");
        assertThat(arguments.replace("a=3").text()).isEqualTo("a=3 b console=x console=y");
        assertThat(arguments.delete("a=2").text()).isEqualTo("a=1 b console=x console=y");
        assertThat(arguments.delete("b").text()).isEqualTo("a=1 console=x a=2 console=y");
        assertThat(arguments.delete("c")).isEqualTo(arguments);
        assertThatThrownBy(() -> arguments.delete("console")).hasMessageContaining("Multiple values for key 'console'");
        assertThat(arguments.last("console")).contains("y");
        assertThat(arguments.appendIfMissing("a=1")).isEqualTo(arguments);
        assertThat(KernelArguments.ofRunningKernel("BOOT_IMAGE=/v ostree=/o x initrd=/i")
                        .text())
                .isEqualTo("x");
    }
}
