package org.atomsmith.ostree.pull;

/** Told how a pull gets on, from one thread at a time. */
public interface PullListener {
    /** Keeps nothing. */
    PullListener NONE = new PullListener() {};

    /**
     * How far it is.
     *
     * @param fraction of the whole, 0 to 1; never less than before
     */
    default void progress(double fraction, Progress progress) {}

    /** What is known of the signatures of a commit: lines, each ended. */
    default void signatures(String text) {}

    /**
     * Figures of a running pull.
     *
     * @param done objects that are here
     * @param wanted objects that are known to be wanted
     * @param isScanning whether more will be found
     * @param bytes that came over the network
     * @param seconds since it began
     * @param delta of static deltas, whose objects are not counted while their parts come
     */
    record Progress(long done, long wanted, boolean isScanning, long bytes, double seconds, Parts delta) {}

    /**
     * Figures of static deltas.
     *
     * @param done parts that are here
     * @param wanted parts that are known to be wanted
     * @param bytes how long those are together
     */
    record Parts(long done, long wanted, long bytes) {
        /** No delta is used. */
        public static final Parts NONE = new Parts(0, 0, 0);
    }
}
