package org.atomsmith.host.bus;

import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.pull.PullListener;

/** The arguments of the signal {@code DownloadProgress}. */
final class DownloadSignal {
    private static final long MICROS = 1_000_000;

    private DownloadSignal() {}

    /** What is known of a download, in the places that the published interface has for it. */
    static Variant[] of(PullListener.Progress figures) {
        // As the monotonic clock of others, which only differences are taken of.
        long began = System.nanoTime() / 1000 - (long) (figures.seconds() * MICROS);
        PullListener.Parts delta = figures.delta();
        long objects = figures.wanted() - figures.done();
        long outstanding = objects + delta.wanted() - delta.done();
        long rate = (long) (figures.bytes() / Math.max(0.1, figures.seconds()));
        return new Variant[] {
            Variant.tuple(Variant.u64(Math.max(0, began)), Variant.u64((long) figures.seconds())),
            Variant.tuple(count(outstanding), count(0)),
            // While more is found, what is outstanding are directories and commits, as far as clients want to know.
            Variant.tuple(count(figures.done()), count(figures.done()), count(figures.isScanning() ? objects : 0)),
            Variant.tuple(count(delta.wanted()), count(delta.done()), count(0), Variant.u64(delta.bytes())),
            Variant.tuple(count(figures.done()), count(figures.wanted())),
            Variant.tuple(Variant.u64(figures.bytes()), Variant.u64(rate))
        };
    }

    private static Variant count(long value) {
        return Variant.u32((int) Math.clamp(value, 0, Integer.MAX_VALUE));
    }
}
