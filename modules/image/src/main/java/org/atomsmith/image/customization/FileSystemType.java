package org.atomsmith.image.customization;

import java.util.Arrays;
import java.util.Optional;
import org.atomsmith.disk.xfs.XfsOptions;

/** A file system that partitions can have. */
public enum FileSystemType {
    /** Linux's usual one. GRUB reads it and writes its environment block there. */
    EXT4("ext4", 16, "defaults", 2),
    /** For large files and many writers at once; its blocks can be shared by copies. */
    XFS("xfs", XfsOptions.LABEL_BYTES, "defaults", 0);

    private final String word;
    private final int labelBytes;
    private final String options;
    private final int pass;

    FileSystemType(String word, int labelBytes, String options, int pass) {
        this.word = word;
        this.labelBytes = labelBytes;
        this.options = options;
        this.pass = pass;
    }

    /** Its name, as {@code fs_type} and {@code /etc/fstab} have it. */
    public String word() {
        return word;
    }

    /** How many bytes a label has at most. */
    int labelBytes() {
        return labelBytes;
    }

    /** The end of a line of {@code /etc/fstab}; XFS is not checked at boot, it has its log. */
    String mountLine() {
        return word + " " + options + ",x-systemd.device-timeout=5min 0 " + pass;
    }

    /** The file system of that name. */
    static Optional<FileSystemType> of(String word) {
        return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
    }
}
