package org.atomsmith.image;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.atomsmith.image.customization.Customization;
import org.atomsmith.image.platform.Platform;

/**
 * A disk that is wanted.
 *
 * @param platform where it is to run
 * @param size of the disk in bytes; absent for what the content needs and the platform wants free
 * @param customization what it has beyond the commit
 * @param targets the files to write
 */
public record ImageRequest(Platform platform, OptionalLong size, Customization customization, List<Target> targets) {

    /** A file to write. */
    public record Target(Path path, ImageFormat format) {}

    /** Copies the list. */
    public ImageRequest {
        targets = List.copyOf(targets);
    }

    /** A disk that has what the commit has. */
    public ImageRequest(Platform platform, OptionalLong size, List<Target> targets) {
        this(platform, size, Customization.NONE, targets);
    }
}
