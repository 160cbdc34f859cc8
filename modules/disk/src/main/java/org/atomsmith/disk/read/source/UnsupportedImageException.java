package org.atomsmith.disk.read.source;

import java.io.IOException;
import java.io.Serial;

/** An image is sound as far as one sees, but uses what is not read here. */
public final class UnsupportedImageException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Says what it is.
     *
     * @param image the file
     * @param problem what it uses, and what can be done
     */
    public UnsupportedImageException(String image, String problem) {
        super(image + ": " + problem);
    }
}
