package org.atomsmith.ostree.pull;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Tells a listener every so often how far a pull is. */
final class Reporter implements AutoCloseable {
    private final PullListener listener;
    private final Counters counters;
    private final LongSupplier bytes;
    private final long began = System.nanoTime();
    private final Thread thread;
    private double highest;

    /**
     * A reporter.
     *
     * @param bytes how many came over the network so far
     */
    Reporter(PullListener listener, Counters counters, LongSupplier bytes, Duration every) {
        this.listener = listener;
        this.counters = counters;
        this.bytes = bytes;
        this.thread = Thread.ofVirtual().unstarted(() -> repeat(every));
        if (listener != PullListener.NONE) {
            thread.start();
        }
    }

    private void repeat(Duration every) {
        try {
            while (true) {
                Thread.sleep(every);
                report();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void report() {
        long metadataWanted = counters.metadataWanted.sum();
        long metadataDone = counters.metadataDone.sum();
        long contentWanted = counters.contentWanted.sum();
        long contentDone = counters.contentDone.sum();
        long deltaBytesWanted = counters.deltaBytesWanted.sum();
        double now = ratio(metadataDone, metadataWanted)
                * ratio(contentDone, contentWanted)
                * ratio(counters.deltaBytesDone.sum(), deltaBytesWanted);
        // What is not known yet makes the estimate fall when it is found; the figure waits for it.
        highest = Math.max(highest, metadataWanted + deltaBytesWanted == 0 ? 0 : now);
        double seconds = (System.nanoTime() - began) / 1e9;
        listener.progress(
                highest,
                new PullListener.Progress(
                        metadataDone + contentDone,
                        metadataWanted + contentWanted,
                        metadataDone < metadataWanted,
                        bytes.getAsLong(),
                        seconds,
                        new PullListener.Parts(
                                counters.deltaParts.sum(), counters.deltaPartsWanted.sum(), deltaBytesWanted)));
    }

    private static double ratio(long done, long wanted) {
        return wanted == 0 ? 1 : (double) done / wanted;
    }

    @Override
    public void close() {
        thread.interrupt();
        if (listener != PullListener.NONE) {
            report();
        }
    }
}
