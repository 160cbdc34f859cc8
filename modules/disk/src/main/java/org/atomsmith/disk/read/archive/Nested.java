package org.atomsmith.disk.read.archive;

import java.io.IOException;
import org.atomsmith.disk.read.source.DiskImage;
import org.atomsmith.disk.read.source.ImageSource;

/** What is done with a file that is found inside another. */
public interface Nested {

    /**
     * Whether it is an image of a format that shows.
     *
     * @param content all of it, or only its beginning
     */
    boolean isImage(ImageSource content) throws IOException;

    /**
     * Opens an image; closing the disk closes the content.
     *
     * @throws IOException when it cannot be read
     */
    DiskImage open(ImageSource content) throws IOException;
}
