package org.atomsmith.ostree.delta;

/**
 * Aligns a file with its source after the method of bsdiff (Colin Percival, "Naive differences of executable code",
 * 2003): matches are extended over places where single bytes differ, as addresses do in code that moved. The matches
 * come from {@link SourceIndex} instead of a suffix array, which takes a tenth of the time and memory.
 */
final class Differ {
    /** A new alignment must match so many more bytes than the present one: what it costs to say so. */
    private static final int WORTHWHILE = 10;
    /** While so many bytes in a row match as they are aligned, nothing better is looked for. */
    private static final int ALIGNED = 24;

    private final byte[] source;
    private final byte[] file;
    private final SourceIndex index;
    private final Segments segments = new Segments();

    private Differ(byte[] source, byte[] file) {
        this.source = source;
        this.file = file;
        this.index = new SourceIndex(source);
    }

    /** Aligns them; the segments make up the whole file. */
    static Segments align(byte[] source, byte[] file) {
        Differ differ = new Differ(source, file);
        differ.run();
        return differ.segments;
    }

    private void run() {
        int begun = 0;
        int begunSource = 0;
        int at = 0;
        while (at < file.length) {
            int offset = begunSource - begun;
            int aligned = common(at, at + offset);
            if (aligned >= ALIGNED) {
                at += aligned;
                continue;
            }
            int length = index.longest(file, at);
            if (length == 0 || length <= matching(at, length, offset) + WORTHWHILE) {
                at += aligned + 1;
                continue;
            }
            int place = index.found();
            int forward = forward(begun, begunSource, at);
            int back = backward(begun, at, place);
            int overlap = begun + forward - (at - back);
            if (overlap > 0) {
                int kept = split(begun, begunSource, at, place, forward, back, overlap);
                forward += kept - overlap;
                back -= kept;
            }
            segments.add(begunSource, forward, at - back - begun - forward);
            begun = at - back;
            begunSource = place - back;
            at += length;
        }
        int forward = forward(begun, begunSource, file.length);
        segments.add(begunSource, forward, file.length - begun - forward);
    }

    private int common(int at, int place) {
        return place < 0 ? 0 : index.common(file, at, place);
    }

    /** How many of the next bytes are the same as they are aligned now. */
    private int matching(int at, int length, int offset) {
        int same = 0;
        int from = Math.max(at, -offset);
        int to = Math.min(at + length, source.length - offset);
        for (int i = from; i < to; i++) {
            same += file[i] == source[i + offset] ? 1 : 0;
        }
        return same;
    }

    /** How far the alignment that began is worth keeping, up to {@code end}: most same bytes, fewest different. */
    private int forward(int begun, int begunSource, int end) {
        int score = 0;
        int best = 0;
        int length = 0;
        int limit = Math.min(end - begun, source.length - begunSource);
        for (int i = 0; i < limit; ) {
            score += file[begun + i] == source[begunSource + i] ? 1 : -1;
            i++;
            if (score > best) {
                best = score;
                length = i;
            }
        }
        return length;
    }

    /** How far before it began the new alignment is worth having. */
    private int backward(int begun, int at, int place) {
        int score = 0;
        int best = 0;
        int length = 0;
        int limit = Math.min(at - begun, place);
        for (int i = 1; i <= limit; i++) {
            score += file[at - i] == source[place - i] ? 1 : -1;
            if (score > best) {
                best = score;
                length = i;
            }
        }
        return length;
    }

    /** Of the bytes that both alignments want, how many the first keeps. */
    private int split(int begun, int begunSource, int at, int place, int forward, int back, int overlap) {
        int score = 0;
        int best = 0;
        int kept = 0;
        for (int i = 0; i < overlap; i++) {
            score += file[begun + forward - overlap + i] == source[begunSource + forward - overlap + i] ? 1 : 0;
            score -= file[at - back + i] == source[place - back + i] ? 1 : 0;
            if (score > best) {
                best = score;
                kept = i + 1;
            }
        }
        return kept;
    }
}
