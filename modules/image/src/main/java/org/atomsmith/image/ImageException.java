package org.atomsmith.image;

import java.io.IOException;
import java.io.Serial;

/** A commit cannot become a bootable disk. */
public final class ImageException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** States what the commit lacks and what to do. */
    public ImageException(String message) {
        super(message);
    }
}
