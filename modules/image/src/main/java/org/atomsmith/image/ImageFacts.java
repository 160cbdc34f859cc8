package org.atomsmith.image;

import java.util.UUID;
import org.atomsmith.image.platform.Platform;

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

    /** An identifier of something in the file, which no other platform's file shares. */
    public UUID uuid(String part) {
        return identifiers.of(part + ":" + platform.name());
    }
}
