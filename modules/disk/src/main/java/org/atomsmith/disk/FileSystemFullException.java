package org.atomsmith.disk;

/** The files do not fit in a file system of the size that was asked for. */
public final class FileSystemFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final long MIB = 1L << 20;

    private final long needed;
    private final long available;

    /**
     * Says what does not fit.
     *
     * @param what the file system: {@code ext4 'root'}
     * @param needed how many bytes the files take at least
     * @param available how many bytes there are for them
     */
    public FileSystemFullException(String what, long needed, long available) {
        super(what + ": the files need " + Math.ceilDiv(needed, MIB) + " MiB, but the file system has room for "
                + available / MIB + " MiB; make it larger or leave something out");
        this.needed = needed;
        this.available = available;
    }

    /** How many bytes the files take at least. */
    public long needed() {
        return needed;
    }

    /** How many bytes there are for them. */
    public long available() {
        return available;
    }
}
