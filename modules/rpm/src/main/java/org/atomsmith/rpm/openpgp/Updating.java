package org.atomsmith.rpm.openpgp;

import java.io.OutputStream;

/** A stream into a signature that is being made or checked. */
final class Updating extends OutputStream {
    private final Target target;

    Updating(Target target) {
        this.target = target;
    }

    /** What takes the bytes. */
    @FunctionalInterface
    interface Target {
        void update(byte[] bytes, int offset, int length);
    }

    @Override
    public void write(int octet) {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        target.update(bytes, offset, length);
    }
}
