package org.atomsmith.disk.read.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.atomsmith.disk.read.source.ImageSource;

/** The content of a sparse file in an archive that is not compressed. */
final class SparseMember implements ImageSource {
    private final ImageSource archive;
    private final String name;
    private final TarMember member;
    private final long[] offsets;
    private final long[] storedAt;

    SparseMember(ImageSource archive, String name, TarMember member) {
        this.archive = archive;
        this.name = name;
        this.member = member;
        List<TarMember.Run> runs = member.runs();
        this.offsets = new long[runs.size()];
        this.storedAt = new long[runs.size()];
        long at = member.position();
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = runs.get(i).offset();
            storedAt[i] = at;
            at += runs.get(i).length();
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        return member.size();
    }

    /** The last run that begins at a place or before it; -1 for none. */
    private int runAt(long position) {
        int found = java.util.Arrays.binarySearch(offsets, position);
        return found >= 0 ? found : -found - 2;
    }

    private long end(int run) {
        return offsets[run] + member.runs().get(run).length();
    }

    @Override
    public int read(ByteBuffer to, long position) throws IOException {
        if (position >= size()) {
            return -1;
        }
        int run = runAt(position);
        boolean stored = run >= 0 && position < end(run);
        long until = stored ? end(run) : run + 1 < offsets.length ? offsets[run + 1] : size();
        int n = (int) Math.min(to.remaining(), until - position);
        if (!stored) {
            to.put(new byte[n]);
            return n;
        }
        int limit = to.limit();
        to.limit(to.position() + n);
        try {
            return archive.read(to, storedAt[run] + position - offsets[run]);
        } finally {
            to.limit(limit);
        }
    }

    @Override
    public long nextData(long position) {
        int run = runAt(position);
        if (run >= 0 && position < end(run)) {
            return position;
        }
        return run + 1 < offsets.length ? offsets[run + 1] : size();
    }

    @Override
    public long nextHole(long position) {
        int run = runAt(position);
        return run >= 0 && position < end(run) ? end(run) : position;
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }
}
