package org.atomsmith.deflate;

/** Cuts bytes into literals and matches, a block at a time. */
final class Parser {
    /** Beyond this distance a match of three bytes costs about as much as three literals. */
    private static final int FAR = 4096;
    /** Two to this many literals in a row make the steps larger by one. */
    private static final int PATIENCE = 5;
    /** The most literals that are taken without looking for a match. */
    private static final int MAX_STEP = 16;
    /** How much better a match must be, in quarters of a byte, to be taken at the cost of one literal, or of two. */
    private static final int GAIN_FOR_ONE = 3;

    private static final int GAIN_FOR_TWO = 7;

    private final byte[] data;
    private final Effort effort;
    private final MatchFinder finder;
    private final Splitter splitter = new Splitter();

    Parser(byte[] data, Effort effort, MatchFinder finder) {
        this.data = data;
        this.effort = effort;
        this.finder = finder;
    }

    /**
     * Fills a block.
     *
     * @param from where it begins
     * @param limit where it must end, or a match's length after it
     * @param end where the content of the buffer ends
     * @return where the block ends
     */
    int parse(Sequences block, int from, int limit, int end) {
        block.clear();
        splitter.clear();
        return effort.ahead() == 0 ? greedy(block, from, limit, end) : lazy(block, from, limit, end);
    }

    private int greedy(Sequences block, int from, int limit, int end) {
        int depth = effort.depth();
        int enough = effort.enough();
        int last = end - MatchFinder.MIN_AHEAD;
        int sure = Math.min(limit, last + 1);
        int literals = from;
        int at = from;
        while (at < sure) {
            int match = finder.find(at, 2, Math.min(Format.MAX_MATCH, end - at), enough, depth);
            int length = match >>> 16;
            int distance = match & 0xFFFF;
            if (!worth(length, distance)) {
                at += step(at - literals);
                continue;
            }
            block.literals(data, literals, at);
            block.match(length, distance);
            finder.add(at + 1, Math.min(at + length, last + 1));
            at += length;
            literals = at;
            if (splitter.ends(block, at - from, end - at)) {
                return at;
            }
        }
        return rest(block, literals, limit);
    }

    private int lazy(Sequences block, int from, int limit, int end) {
        int depth = effort.depth();
        int enough = effort.enough();
        boolean two = effort.ahead() == 2;
        int last = end - MatchFinder.MIN_AHEAD;
        int sure = Math.min(limit, last + 1);
        int literals = from;
        int at = from;
        while (at < sure) {
            int match = finder.find(at, 2, Math.min(Format.MAX_MATCH, end - at), enough, depth);
            int length = match >>> 16;
            int distance = match & 0xFFFF;
            if (!worth(length, distance)) {
                at += step(at - literals);
                continue;
            }
            // The first place that the finder does not know.
            int unknown = at + 1;
            while (length < enough && at + 2 <= last) {
                int next =
                        finder.find(at + 1, length - 1, Math.min(Format.MAX_MATCH, end - at - 1), enough, depth >> 1);
                unknown = at + 2;
                if (next != 0 && gain(next, length, distance) >= GAIN_FOR_ONE) {
                    at++;
                    length = next >>> 16;
                    distance = next & 0xFFFF;
                    continue;
                }
                if (!two) {
                    break;
                }
                next = finder.find(at + 2, length - 1, Math.min(Format.MAX_MATCH, end - at - 2), enough, depth >> 2);
                unknown = at + 3;
                if (next == 0 || gain(next, length, distance) < GAIN_FOR_TWO) {
                    break;
                }
                at += 2;
                length = next >>> 16;
                distance = next & 0xFFFF;
            }
            block.literals(data, literals, at);
            block.match(length, distance);
            finder.add(unknown, Math.min(at + length, last + 1));
            at += length;
            literals = at;
            if (splitter.ends(block, at - from, end - at)) {
                return at;
            }
        }
        return rest(block, literals, limit);
    }

    /** Takes what is left as literals. */
    private int rest(Sequences block, int literals, int limit) {
        int end = Math.max(literals, limit);
        block.literals(data, literals, end);
        return end;
    }

    private static boolean worth(int length, int distance) {
        return length > 3 || length == 3 && distance <= FAR;
    }

    /** How far it is to the next look: what is compressed already is passed quickly. */
    private static int step(int literals) {
        return 1 + Math.min(literals >> PATIENCE, MAX_STEP);
    }

    /** How much better a match is than another one: four for each byte, less one for each bit of distance. */
    private static int gain(int match, int length, int distance) {
        return 4 * ((match >>> 16) - length)
                + Integer.numberOfLeadingZeros(match & 0xFFFF)
                - Integer.numberOfLeadingZeros(distance);
    }
}
