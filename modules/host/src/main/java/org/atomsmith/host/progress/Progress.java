package org.atomsmith.host.progress;

import java.io.PrintStream;
import java.util.List;
import java.util.OptionalLong;
import org.atomsmith.event.Event;
import org.atomsmith.event.EventSink;
import org.atomsmith.ostree.cli.command.ByteCount;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.pull.PullListener;

/**
 * How far a change of the host is, as one figure for all its phases: on a terminal a bar, else lines, or JSON
 * ({@code --progress}). The figure never goes back, whatever the phases report. Thread-safe.
 */
public final class Progress implements AutoCloseable {
    private static final Phase NONE = new Phase("", "", 0);

    private final Display display;
    private List<Phase> phases = List.of();
    private Phase current = NONE;
    private double highest;

    Progress(Display display) {
        this.display = display;
    }

    /** Shows progress as a call asks for. */
    public static Progress of(Call call) {
        return new Progress(Displays.of(call));
    }

    /** Says which phases there will be, in order. */
    public synchronized void plan(Phase... all) {
        phases = List.of(all);
    }

    /** Begins a phase of the plan; those before it are over. */
    public synchronized void enter(String name) {
        for (Phase phase : phases) {
            if (phase.name().equals(name)) {
                current = phase;
                at(0, "");
                return;
            }
        }
        throw new IllegalArgumentException("no phase is called " + name);
    }

    /**
     * Says how far the phase is.
     *
     * @param fraction of the phase, 0 to 1
     * @param detail what is being worked on, or figures; may be empty
     */
    public synchronized void at(double fraction, String detail) {
        double all = 0;
        double before = 0;
        boolean passed = false;
        for (Phase phase : phases) {
            all += phase.weight();
            passed |= phase == current;
            before += passed ? 0 : phase.weight();
        }
        double now = all == 0 ? 0 : (before + current.weight() * Math.clamp(fraction, 0, 1)) / all;
        highest = Math.max(highest, now);
        if (current != NONE) {
            display.show(current, highest, detail);
        }
    }

    /**
     * Lets what a command printed be seen: in place of a bar, which comes back below with the next report.
     *
     * @param out the command's output
     */
    public synchronized void flush(PrintStream out) {
        display.hide();
        out.flush();
    }

    /** Says something that stays on the screen. */
    public synchronized void line(String text) {
        display.line(text);
    }

    /** Takes what a pull reports as the progress of the phase. */
    public PullListener pull() {
        return new PullListener() {
            @Override
            public void progress(double fraction, Progress figures) {
                double rate = figures.bytes() / Math.max(0.1, figures.seconds());
                at(fraction, ByteCount.text(figures.bytes()) + ", " + ByteCount.text((long) rate) + "/s");
                download(figures);
            }
        };
    }

    private synchronized void download(PullListener.Progress figures) {
        display.download(figures);
    }

    /** Takes what a step of the composer reports as the progress of the phase. */
    public EventSink events() {
        return event -> {
            switch (event) {
                case Event.Begun begun -> at(0, begun.title());
                case Event.Advanced advanced -> {
                    OptionalLong total = advanced.total();
                    double fraction = total.isPresent() && total.getAsLong() > 0
                            ? (double) advanced.done() / total.getAsLong()
                            : 0;
                    at(fraction, advanced.detail());
                }
                case Event.Warning warning -> line("warning: " + warning.message());
                case Event.Ended _, Event.Failed _ -> {}
            }
        };
    }

    @Override
    public synchronized void close() {
        display.end();
    }
}
