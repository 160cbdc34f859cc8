package org.atomsmith.disk.read.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.atomsmith.disk.read.source.ImageSource;
import org.atomsmith.disk.read.source.UnsupportedImageException;

/** Looks for the one disk among the files of an archive. */
final class Candidates {
    private static final int NAMES_SHOWN = 8;

    private final String archive;
    private final Nested nested;
    private final List<String> disks = new ArrayList<>();
    private final List<String> others = new ArrayList<>();

    Candidates(String archive, Nested nested) {
        this.archive = archive;
        this.nested = nested;
    }

    /**
     * Whether a file is a disk: its content shows a format, or its name says that it is raw.
     *
     * @throws UnsupportedImageException when it is the second one
     */
    boolean take(TarMember member, ImageSource content) throws IOException {
        String name = member.name().toLowerCase(Locale.ROOT);
        boolean disk = nested.isImage(content) || (name.endsWith(".raw") || name.endsWith(".img")) && member.size() > 0;
        (disk ? disks : others).add(member.name());
        if (disks.size() > 1) {
            throw new UnsupportedImageException(
                    archive,
                    "the archive holds several disks, " + String.join(" and ", disks)
                            + "; take out the one you want with tar -xf");
        }
        return disk;
    }

    /** Says that there is none. */
    UnsupportedImageException none() {
        List<String> shown = others.subList(0, Math.min(others.size(), NAMES_SHOWN));
        return new UnsupportedImageException(
                archive, "the archive holds no disk; in it are " + others.size() + " files: " + shown);
    }
}
