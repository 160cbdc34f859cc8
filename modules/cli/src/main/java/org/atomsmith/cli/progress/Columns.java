package org.atomsmith.cli.progress;

/**
 * How the columns of a live line share its width.
 *
 * @param title for what the step is called
 * @param bar for the bar and the space after it; 0 where there is no room for one
 * @param figures for done, total, bytes and rate, or for the summary
 * @param time for the time that it has run
 * @param detail for what is worked on, at the end of the line; 0 where there is no room
 */
record Columns(int title, int bar, int figures, int time, int detail) {
    private static final int MARK = 2;
    private static final int TITLE = 24;
    private static final int BAR = 14;
    private static final int FIGURES = 32;
    private static final int TIME = 12;
    private static final int SMALLEST_DETAIL = 8;

    /** The columns for lines of at most {@code width} characters, of which the mark takes two. */
    static Columns of(int width) {
        int time = Math.min(TIME, Math.max(0, width - MARK));
        int title = Math.clamp(width - MARK - time, 0, TITLE);
        int rest = Math.max(0, width - MARK - title - time);
        if (rest < FIGURES) {
            return new Columns(title, 0, rest, time, 0);
        }
        rest -= FIGURES;
        int bar = rest < BAR / 2 ? 0 : Math.min(BAR, rest);
        rest -= bar;
        return new Columns(title, bar, FIGURES, time, rest < SMALLEST_DETAIL ? 0 : rest);
    }
}
