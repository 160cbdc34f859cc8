package org.atomsmith.image;

import java.util.UUID;
import java.util.function.Supplier;
import org.atomsmith.image.platform.Platform;
import org.atomsmith.image.platform.Platforms;

/**
 * What containers of disks say of the disk in them. All of it derives from the commit, so that the same commit gives the
 * same file.
 *
 * @param name of the host: the last part of its ref
 * @param version of the commit, or the beginning of its checksum
 * @param title of the operating system
 * @param architecture as the kernel calls it: {@code x86_64}
 * @param timestamp the commit's, in seconds since 1970
 * @param platform where it is to run
 * @param identifiers of this disk
 */
public record ImageFacts(
        String name,
        String version,
        String title,
        String architecture,
        long timestamp,
        Platform platform,
        Identifiers identifiers) {
    /** 2000-01-01, the earliest time that VHD knows. */
    private static final long FIRST_OF_VHD = 946_684_800;

    /** An identifier of something in the file, which no other platform's file shares. */
    public UUID uuid(String part) {
        return identifiers.of(part + ":" + platform.name());
    }

    /**
     * Facts of a disk that did not come from a commit here: the same disk gives the same file.
     *
     * @param name of the disk
     * @param content what tells this disk from others, such as a digest; asked for only when the format has identifiers
     */
    public static ImageFacts ofDisk(String name, Supplier<String> content) {
        Platform usual = Platforms.load().named(Platforms.USUAL).orElseThrow();
        return new ImageFacts(name, "1", name, "x86_64", FIRST_OF_VHD, usual, new Identifiers(content));
    }
}
