package org.atomsmith.ostree.pull;

import java.util.concurrent.atomic.LongAdder;

/** What a pull has done so far, counted by many threads. */
final class Counters {
    final LongAdder metadataWanted = new LongAdder();
    final LongAdder metadataDone = new LongAdder();
    final LongAdder contentWanted = new LongAdder();
    final LongAdder contentDone = new LongAdder();
    final LongAdder metadataFetched = new LongAdder();
    final LongAdder contentFetched = new LongAdder();
    final LongAdder metadataCached = new LongAdder();
    final LongAdder contentCached = new LongAdder();
    final LongAdder deltaParts = new LongAdder();
    final LongAdder deltaPartsWanted = new LongAdder();
    final LongAdder deltaBytesWanted = new LongAdder();
    final LongAdder deltaBytesDone = new LongAdder();
    final LongAdder planned = new LongAdder();
    final LongAdder plannedBytes = new LongAdder();
}
