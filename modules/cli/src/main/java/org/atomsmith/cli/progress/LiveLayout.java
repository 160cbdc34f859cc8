package org.atomsmith.cli.progress;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import org.atomsmith.cli.terminal.Channel;
import org.atomsmith.cli.terminal.Style;
import org.atomsmith.cli.terminal.TerminalSize;
import org.atomsmith.event.Event;

/** Lays out the lines of the live display. The same state at the same moment gives the same lines. */
final class LiveLayout {
    private static final long WHEEL_NANOS = 100_000_000L;

    private final Channel channel;
    private final Glyphs glyphs;

    LiveLayout(Channel channel, Glyphs glyphs) {
        this.channel = channel;
        this.glyphs = glyphs;
    }

    /** One line for each running step, as many as fit, and a last line about the whole run. */
    List<String> running(Collection<RunningStep> steps, int ended, double seconds, long now, TerminalSize size) {
        List<String> lines = new ArrayList<>();
        int room = Math.max(1, size.rows() - 3);
        Columns columns = Columns.of(width(size));
        steps.stream().limit(room).map(step -> line(step, now, columns)).forEach(lines::add);
        String hidden = steps.size() > room ? " (" + (steps.size() - room) + " not shown)" : "";
        String run =
                steps.size() + " running" + hidden + ", " + ended + " done, " + Figures.duration(seconds) + " in all";
        lines.add(channel.styled(Style.DIM, cut("  " + run, width(size))));
        return lines;
    }

    /** The line that stays when a step has ended. */
    String ended(String title, Event.Ended ended, TerminalSize size) {
        String separator = ended.summary().isEmpty() ? "" : ", ";
        String what = ended.cached() ? ended.summary() + separator + "already there" : ended.summary();
        return stays(Style.GREEN, glyphs.done(), title, what, ended.seconds(), size);
    }

    /** The line that stays when a step failed, or was running when everything stopped. */
    String failed(String title, String how, double seconds, TerminalSize size) {
        return stays(Style.RED, glyphs.failed(), title, how, seconds, size);
    }

    /** A warning, however long. */
    String warning(Event.Warning warning) {
        return channel.styled(Style.YELLOW, glyphs.warning()) + " " + warning.message();
    }

    private String stays(Style style, String mark, String title, String what, double seconds, TerminalSize size) {
        Columns columns = Columns.of(width(size));
        return channel.styled(style, mark)
                + " "
                + field(title, columns.title())
                + field(what, columns.bar() + columns.figures())
                + channel.styled(Style.DIM, rightAligned(Figures.duration(seconds), columns.time()));
    }

    private String line(RunningStep step, long now, Columns columns) {
        String figures = step.figures();
        boolean detailInstead =
                figures.isEmpty() || (columns.detail() == 0 && step.part().isEmpty());
        String told = detailInstead ? (figures + "  " + step.detail()).strip() : figures;
        return wheel(now)
                + " "
                + channel.styled(Style.BOLD, field(step.title(), columns.title()))
                + bar(step.part(), columns.bar())
                + field(told, columns.figures())
                + channel.styled(Style.DIM, rightAligned(Figures.duration(step.seconds(now)), columns.time()))
                + (detailInstead || columns.detail() == 0
                        ? ""
                        : "  " + channel.styled(Style.DIM, cut(step.detail(), columns.detail() - 2)));
    }

    private String wheel(long now) {
        int turn = Math.floorMod(now / WHEEL_NANOS, glyphs.wheel().length());
        return glyphs.wheel().substring(turn, turn + 1);
    }

    private String bar(OptionalDouble part, int width) {
        int length = width - 2;
        if (length <= 0 || part.isEmpty()) {
            return " ".repeat(width);
        }
        // Full only when all is done.
        int done = (int) (part.getAsDouble() * length);
        return channel.styled(Style.GREEN, glyphs.bar().repeat(done))
                + channel.styled(Style.DIM, glyphs.rest().repeat(length - done))
                + "  ";
    }

    /** A terminal that wraps in its last column would move everything: it stays empty. */
    private static int width(TerminalSize size) {
        return Math.max(1, size.columns() - 1);
    }

    /** Text in a field of the given width, at least one space after it. */
    private String field(String text, int width) {
        String fitting = cut(text, Math.max(0, width - 1));
        return fitting + " ".repeat(width - fitting.length());
    }

    private String rightAligned(String text, int width) {
        String fitting = cut(text, width);
        return " ".repeat(width - fitting.length()) + fitting;
    }

    private String cut(String text, int width) {
        if (text.length() <= width) {
            return text;
        }
        return width == 0 ? "" : text.substring(0, width - 1) + glyphs.ellipsis();
    }
}
