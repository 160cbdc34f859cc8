package org.atomsmith.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.atomsmith.disk.tree.Directory;
import org.atomsmith.disk.tree.Inode;
import org.atomsmith.disk.tree.RegularFile;
import org.atomsmith.disk.tree.SymbolicLink;
import org.atomsmith.image.customization.FileSystemType;
import org.atomsmith.image.customization.HostChanges;
import org.atomsmith.image.customization.PartitionPlan;
import org.atomsmith.image.platform.Platform;
import org.atomsmith.image.platform.Platforms;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.CommitBuilder;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.atomsmith.ostree.repo.Transaction;
import org.atomsmith.ostree.tree.TreeBuilder;
import org.atomsmith.ostree.tree.TreeNode;
import org.atomsmith.ostree.tree.TreeRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a disk's root file system holds beside the commit. */
final class SysrootTreeTest {
    private static final Platform QEMU = Platforms.load().named("qemu").orElseThrow();

    @TempDir
    private Path tmp;

    @Test
    void boots_the_deployment_through_texts_that_never_change() throws IOException {
        HostCommit host = host(Map.of());
        Map<String, String> files =
                files(new SysrootTree(host, QEMU, HostChanges.NONE, InitialKernelArguments.ROOT).build());
        String commit = host.checksum().hex();
        String boot = Checksum.digest("a kernelan initramfs".getBytes(StandardCharsets.UTF_8))
                .hex();

        assertThat(files)
                .containsEntry("/boot/loader.1/entries/ostree-1.conf", """
                        title Example OS 13 1.5 (ostree:0)
                        version 1
                        options ostree=/ostree/boot.1/default/BOOT/0 root=LABEL=root rw panic=10 \
                        rd.shell=0 rd.emergency=reboot console=tty0 console=ttyS0,115200n8 \
                        atomsmith.platform=qemu quiet
                        linux /boot/ostree/default-BOOT/vmlinuz-6.1
                        initrd /boot/ostree/default-BOOT/initramfs-6.1.img
                        """.replace("BOOT", boot))
                .hasEntrySatisfying(
                        "/boot/loader.1/grub.cfg", menu -> assertThat(menu).endsWith("""
                        menuentry 'Example OS 13 1.5 (ostree:0)' --class os {
                          count_try
                          linux /boot/ostree/default-BOOT/vmlinuz-6.1 'ostree=/ostree/boot.1/default/BOOT/0' \
                        'root=LABEL=root' 'rw' 'panic=10' 'rd.shell=0' 'rd.emergency=reboot' 'console=tty0' 'console=ttyS0,115200n8' 'atomsmith.platform=qemu' 'quiet' $this_root
                          initrd /boot/ostree/default-BOOT/initramfs-6.1.img
                        }
                        """.replace("BOOT", boot)))
                .containsEntry("/boot/grub/grub.cfg", "source the menu\n")
                .containsEntry("/boot/loader", "-> loader.1")
                .containsEntry("/boot/ostree/default-" + boot + "/vmlinuz-6.1", "a kernel")
                .containsEntry("/boot/ostree/default-" + boot + "/initramfs-6.1.img", "an initramfs")
                .containsEntry("/ostree/boot.1", "-> boot.1.1")
                .containsEntry(
                        "/ostree/boot.1.1/default/" + boot + "/0", "-> ../../../deploy/default/deploy/" + commit + ".0")
                .containsEntry("/ostree/deploy/default/deploy/" + commit + ".0.origin", "[origin]\nrefspec=os/main\n")
                .containsEntry("/ostree/repo/refs/heads/os/main", commit + "\n")
                .containsEntry("/ostree/repo/refs/heads/ostree/1/1/0", commit + "\n")
                .containsEntry("/ostree/deploy/default/deploy/" + commit + ".0/etc/conf", "c");
    }

    @Test
    void a_boot_partition_holds_everything_that_grub_reads_and_entries_begin_there() throws IOException {
        HostCommit host = host(Map.of());
        PartitionPlan.Planned boot = new PartitionPlan.Planned(
                "boot",
                FileSystemType.EXT4,
                "boot",
                "boot",
                new UUID(1, 1),
                new UUID(1, 2),
                new UUID(1, 3),
                OptionalLong.empty());
        PartitionPlan partitions =
                new PartitionPlan(List.of(boot), FileSystemType.XFS, OptionalLong.empty(), OptionalLong.empty(), 0);
        HostChanges changes = new HostChanges(new TreeMap<>(), new TreeSet<>(), List.of(), partitions);
        SysrootTree tree = new SysrootTree(host, QEMU, changes, "root=UUID=1");
        PartitionPlan.Split split = partitions.split(tree.build(), tree.varPath());
        Map<String, String> onBoot = files(split.contents().getFirst());
        String kernel = "/ostree/default-" + host.bootChecksum().hex() + "/vmlinuz-6.1";

        assertThat(onBoot)
                .containsEntry("/boot", "-> .")
                .containsEntry("/loader", "-> loader.1")
                .containsEntry(kernel, "a kernel")
                .containsKeys("/grub/grub.cfg", "/grub/grubenv");
        assertThat(onBoot.get("/loader.1/entries/ostree-1.conf"))
                .contains("\nlinux " + kernel + "\n")
                .contains(" root=UUID=1 rw ");
        assertThat(onBoot.get("/loader.1/grub.cfg")).doesNotContain("' $this_root");
        assertThat(files(split.root()))
                .doesNotContainKey("/boot/loader")
                .hasEntrySatisfying(
                        "/ostree/repo/config", text -> assertThat(text).contains("bootprefix=false"));
    }

    @Test
    void takes_the_origin_that_the_tree_names() throws IOException {
        HostCommit host = host(Map.of("usr/lib/atomsmith/origin", "[origin]\nrefspec=origin:os/stable\n"));
        Map<String, String> files =
                files(new SysrootTree(host, QEMU, HostChanges.NONE, InitialKernelArguments.ROOT).build());
        assertThat(files)
                .containsEntry(
                        "/ostree/deploy/default/deploy/" + host.checksum().hex() + ".0.origin",
                        "[origin]\nrefspec=origin:os/stable\n")
                .containsEntry(
                        "/ostree/repo/refs/remotes/origin/os/stable",
                        host.checksum().hex() + "\n");
    }

    @Test
    void a_damaged_object_is_named_with_its_file() throws IOException {
        HostCommit host = host(Map.of("usr/bin/tool", "a tool"));
        TreeNode.File tool = host.tree().findFile("usr/bin/tool").orElseThrow();
        Path object = tmp.resolve("repo")
                .resolve("objects")
                .resolve(tool.checksum().hex().substring(0, 2))
                .resolve(tool.checksum().hex().substring(2) + ".file");
        Files.writeString(object, "a foot");
        assertThatThrownBy(
                        () -> files(new SysrootTree(host, QEMU, HostChanges.NONE, InitialKernelArguments.ROOT).build()))
                .hasStackTraceContaining("object " + tool.checksum() + ", the file /usr/bin/tool, is damaged");
    }

    @ParameterizedTest
    @CsvSource({
        "modules.dep, kernel/drivers/usb/storage/usb-storage.ko.xz: kernel/drivers/scsi/scsi_mod.ko.xz, true",
        "modules.builtin, kernel/drivers/usb/storage/usb-storage.ko, true",
        "modules.dep, kernel/drivers/block/virtio_blk.ko.xz:, false"
    })
    void a_kernel_drives_usb_sticks_by_a_module_or_by_itself(String list, String line, boolean drives)
            throws IOException {
        HostCommit host = host(Map.of("usr/lib/modules/6.1/" + list, line + "\n"));
        assertThat(LiveHost.drivesUsbSticks(host)).isEqualTo(drives);
    }

    private HostCommit host(Map<String, String> more) throws IOException {
        Repository repository = Repository.create(tmp.resolve("repo"), RepositoryMode.BARE_USER);
        Map<String, String> contents = new TreeMap<>(more);
        contents.put("usr/lib/modules/6.1/vmlinuz", "a kernel");
        contents.put("usr/lib/modules/6.1/initramfs.img", "an initramfs");
        contents.put("usr/lib/os-release", "ID=x\nPRETTY_NAME=\"Example OS 13\"\n");
        contents.put("usr/lib/atomsmith/boot/grub.cfg", "source the menu\n");
        contents.put("usr/etc/conf", "c");
        contents.put("usr/lib/bootc/kargs.d/10-quiet.toml", "kargs = [\"quiet\"]\n");
        TreeBuilder tree = new TreeBuilder();
        try (Transaction transaction = repository.begin()) {
            for (Map.Entry<String, String> content : contents.entrySet()) {
                byte[] bytes = content.getValue().getBytes(StandardCharsets.UTF_8);
                FileHeader header = FileHeader.regular(0644);
                Checksum checksum = transaction.writeContent(header, bytes);
                tree.put(content.getKey(), new TreeNode.File(checksum, header, bytes.length));
            }
            TreeRoot root = tree.build().write(transaction);
            Checksum commit = transaction.write(new CommitBuilder(root.tree(), root.meta(), 1000)
                    .version("1.5")
                    .refBinding(List.of("os/main"))
                    .build());
            transaction.commit();
            return HostCommit.load(repository, commit);
        }
    }

    private static Map<String, String> files(Directory directory) throws IOException {
        Map<String, String> files = new TreeMap<>();
        collect("", directory, files);
        return files;
    }

    private static void collect(String path, Inode inode, Map<String, String> files) throws IOException {
        switch (inode) {
            case Directory directory -> {
                for (Map.Entry<String, Inode> entry : directory.entries().entrySet()) {
                    collect(path + "/" + entry.getKey(), entry.getValue(), files);
                }
            }
            case RegularFile file -> {
                try (InputStream in = file.content().open()) {
                    files.put(path, new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
                }
            }
            case SymbolicLink link -> files.put(path, "-> " + link.target());
            default -> files.put(path, inode.toString());
        }
    }
}
