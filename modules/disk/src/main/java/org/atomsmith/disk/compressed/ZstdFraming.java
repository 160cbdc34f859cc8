package org.atomsmith.disk.compressed;

import java.nio.ByteBuffer;

/** Frames (RFC 8878), which need nothing around them; a stream has one at least. */
final class ZstdFraming implements Framing {
    /** The frame of no content, with its size and checksum. */
    private static final byte[] EMPTY = {
        0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0x24, 0, 1, 0, 0, (byte) 0x99, (byte) 0xE9, (byte) 0xD8, 0x51
    };

    private boolean begun;

    @Override
    public ByteBuffer head() {
        return NOTHING;
    }

    @Override
    public ByteBuffer before(Sizes chunk) {
        begun = true;
        return NOTHING;
    }

    @Override
    public ByteBuffer after(Sizes chunk) {
        return NOTHING;
    }

    @Override
    public ByteBuffer tail() {
        return begun ? NOTHING : ByteBuffer.wrap(EMPTY);
    }
}
