package org.atomsmith.disk.fat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.atomsmith.disk.FileSystemFullException;
import org.atomsmith.disk.RawDisk;
import org.atomsmith.disk.Tool;
import org.atomsmith.disk.tree.Attributes;
import org.atomsmith.disk.tree.Directory;
import org.atomsmith.disk.tree.FileTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FatFileSystemTest {
    private static final long MIB = 1L << 20;
    private static final long TIME = 1_750_000_001L;
    private static final Attributes FILE = Attributes.root(0644, TIME);

    @TempDir
    Path folder;

    private static FatOptions options(FatType type, long size) {
        return new FatOptions(type, "esp", 0x1234abcd, size, TIME, 4096);
    }

    private Path write(Directory root, FatOptions options) throws IOException {
        Path image = folder.resolve("fat.img");
        try (RawDisk disk = new RawDisk(image)) {
            FatFileSystem.plan(root, options).writeTo(disk);
            disk.finish();
        }
        assertThat(Files.size(image)).isEqualTo(options.size());
        return image;
    }

    private static FileTree tree() {
        return new FileTree(Attributes.root(0755, TIME));
    }

    @ParameterizedTest
    @CsvSource({"FAT12,2", "FAT12,100", "FAT16,4", "FAT16,64", "FAT16,1024", "FAT32,34", "FAT32,127", "FAT32,512"})
    void fsck_finds_no_fault_and_mtools_the_same_files(FatType type, long mib) throws IOException {
        byte[] grub = new byte[300_001];
        new Random(1).nextBytes(grub);
        FileTree tree = tree().file("/EFI/BOOT/BOOTX64.EFI", FILE, grub)
                .file("/EFI/debian/grub.cfg", FILE, "search root\n")
                .file("/EFI/empty", FILE, "")
                .file("/a name that is longer than any short one.configuration", FILE, "long")
                .file("/gr\u00fc\u00dfe \u6f22\u5b57.txt", FILE, "unicode");
        for (int i = 0; i < 200; i++) {
            tree.file("/many/a file with the number " + i + ".txt", FILE, "content " + i);
        }
        Path image = write(tree.build(), options(type, mib * MIB));
        assertThat(Tool.ok("fsck.fat", "-n", "-v", image.toString()))
                .contains(" files, ")
                .doesNotContain("differ")
                .doesNotContain("rong");
        Path out = Files.createDirectory(folder.resolve("out"));
        Tool.ok("mcopy", "-s", "-m", "-i", image.toString(), "::/EFI", "::/many", out.toString());
        assertThat(out.resolve("EFI/BOOT/BOOTX64.EFI")).hasBinaryContent(grub);
        assertThat(out.resolve("EFI/debian/grub.cfg")).hasContent("search root\n");
        assertThat(out.resolve("EFI/empty")).isEmptyFile();
        for (int i = 0; i < 200; i++) {
            assertThat(out.resolve("many/a file with the number " + i + ".txt")).hasContent("content " + i);
        }
        assertThat(Tool.ok("mdir", "-i", image.toString(), "::/"))
                .contains("Volume in drive : is ESP")
                .contains("Volume Serial Number is 1234-ABCD")
                .contains("a name that is longer than any short one.configuration")
                .contains("gr\u00fc\u00dfe");
    }

    @Test
    void refuses_what_fat_cannot_hold() {
        FatOptions options = options(FatType.FAT32, 64 * MIB);
        assertThatThrownBy(() -> FatFileSystem.plan(tree().link("/a", "b").build(), options))
                .hasMessage("/a: FAT has no symbolic links");
        assertThatThrownBy(() -> FatFileSystem.plan(
                        tree().file("/x/a", FILE, "").file("/x/A", FILE, "").build(), options))
                .hasMessageContaining("differs only in case");
        assertThatThrownBy(
                        () -> FatFileSystem.plan(tree().file("/a:b", FILE, "").build(), options))
                .hasMessage("/a:b: FAT cannot hold a file of this name");
    }

    @Test
    void refuses_a_tree_that_does_not_fit() {
        Directory root = tree().file("/big", FILE, new byte[(int) (5 * MIB)]).build();
        assertThatThrownBy(() -> FatFileSystem.plan(root, options(FatType.FAT12, 4 * MIB)))
                .isInstanceOf(FileSystemFullException.class)
                .hasMessageContaining("FAT12 'esp': the files need 6 MiB");
        assertThatThrownBy(() -> FatFileSystem.plan(root, options(FatType.FAT32, 20 * MIB)))
                .hasMessageContaining("cannot be a FAT32 file system");
    }

    @Test
    void the_same_tree_gives_the_same_bytes() throws IOException {
        Path first =
                write(tree().file("/a", FILE, "a").file("/b", FILE, "b").build(), options(FatType.FAT32, 40 * MIB));
        Path kept = Files.move(first, folder.resolve("first.img"));
        Path second =
                write(tree().file("/b", FILE, "b").file("/a", FILE, "a").build(), options(FatType.FAT32, 40 * MIB));
        assertThat(Files.mismatch(kept, second)).isEqualTo(-1);
    }
}
