package org.atomsmith.disk.read.block;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.atomsmith.disk.ImageSink;
import org.atomsmith.disk.parallel.OrderedWork;
import org.atomsmith.disk.read.source.ImageSource;
import org.atomsmith.disk.read.source.ZeroRuns;

/** Gathers extents into batches that one thread fills, and gives the filled ones to the sink. */
final class Batches implements OrderedWork.Taker<Batch> {
    private static final int USUAL_BYTES = 1 << 20;

    private final ImageSource source;
    private final ImageSink sink;
    private final int capacity;
    private final int packedBlock;
    private final Deque<Batch> free = new ArrayDeque<>();
    private Batch current;

    /**
     * What a thread works with.
     *
     * @param packed room for one compressed block and what may follow it
     */
    record Lane(Unpacker unpacker, byte[] packed) implements AutoCloseable {
        @Override
        public void close() {
            unpacker.close();
        }
    }

    Batches(ImageSource source, BlockDisk.Description disk, ImageSink sink) {
        this.source = source;
        this.sink = sink;
        this.capacity = Math.max((int) Math.min(USUAL_BYTES, disk.length()), disk.block());
        this.packedBlock = disk.block();
        this.current = new Batch(capacity);
    }

    Lane lane(Unpacker unpacker) {
        return new Lane(unpacker, new byte[2 * packedBlock]);
    }

    /** Adds an extent, in as many pieces as it takes. */
    void add(Extent extent, OrderedWork<Lane, Batch> work) throws IOException {
        switch (extent) {
            case Extent.Zeros zeros -> current.zeros(zeros.length());
            case Extent.Packed packed -> {
                if (!current.canHold(packed.length())) {
                    flush(work);
                }
                current.add(packed);
            }
            case Extent.Stored stored -> {
                long done = 0;
                while (done < stored.length()) {
                    long n = Math.min(stored.length() - done, USUAL_BYTES);
                    if (!current.canHold(n)) {
                        flush(work);
                    }
                    current.add(new Extent.Stored(n, stored.position() + done));
                    done += n;
                }
            }
        }
    }

    /** Lets the current batch be filled. */
    void flush(OrderedWork<Lane, Batch> work) throws IOException {
        if (current.isEmpty()) {
            return;
        }
        Batch batch = current;
        work.submit(lane -> {
            batch.fill(source, lane);
            return batch;
        });
        current = free.isEmpty() ? new Batch(capacity) : free.pop();
    }

    @Override
    public void take(Batch batch) throws IOException {
        ZeroRuns.write(batch.content(), batch.length(), sink);
        sink.zeros(batch.zerosBehind());
        batch.clear();
        free.push(batch);
    }
}
