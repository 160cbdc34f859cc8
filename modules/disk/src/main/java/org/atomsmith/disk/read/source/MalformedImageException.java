package org.atomsmith.disk.read.source;

import java.io.IOException;
import java.io.Serial;

/** An image's bytes are not what its format says: damaged, cut off, or made to harm. */
public final class MalformedImageException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Says what is wrong.
     *
     * @param image the file
     * @param position the byte at which it is wrong
     * @param problem what was found there and what was expected
     */
    public MalformedImageException(String image, long position, String problem) {
        super(image + ": byte " + Long.toUnsignedString(position) + ": " + problem);
    }
}
