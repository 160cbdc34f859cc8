package org.atomsmith.ostree.gvariant;

/** The width of framing offsets. */
final class Framing {

    private Framing() {}

    /** The width in bytes of {@code count} offsets behind a body, in a writer: the smallest that can address all. */
    static int offsetWidth(long body, int count) {
        if (count == 0) {
            return 0;
        }
        if (body + count <= 0xff) {
            return 1;
        }
        if (body + 2L * count <= 0xffff) {
            return 2;
        }
        return 4;
    }

    /** The width in bytes of the offsets in a container of a size, in a reader. */
    static int offsetWidth(int size) {
        if (size > 0xffff) {
            return 4;
        }
        if (size > 0xff) {
            return 2;
        }
        return size > 0 ? 1 : 0;
    }
}
