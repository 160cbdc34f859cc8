package org.atomsmith.cli.progress;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.StringJoiner;
import org.atomsmith.event.Event;

/**
 * A step that has begun and not ended, as its last event left it.
 *
 * @param begun what it said when it began
 * @param latest how far it is
 * @param sinceNanos when it began, by the clock of {@link System#nanoTime}
 */
record RunningStep(Event.Begun begun, Event.Advanced latest, long sinceNanos) {

    static RunningStep begin(Event.Begun begun, long now) {
        return new RunningStep(begun, new Event.Advanced(begun.step(), 0, begun.total(), 0, 0, ""), now);
    }

    RunningStep advance(Event.Advanced next) {
        // An event without a detail is about figures only; what is worked on has not changed.
        String detail = next.detail().isEmpty() ? latest.detail() : next.detail();
        return new RunningStep(
                begun,
                new Event.Advanced(next.step(), next.done(), next.total(), next.bytes(), next.bytesPerSecond(), detail),
                sinceNanos);
    }

    String title() {
        return begun.title();
    }

    String detail() {
        return latest.detail();
    }

    double seconds(long now) {
        return (now - sinceNanos) / 1e9;
    }

    /** The part that is done, from 0 to 1; absent when the total is not known. */
    OptionalDouble part() {
        OptionalLong total = latest.total();
        return total.isPresent() && total.getAsLong() > 0
                ? OptionalDouble.of(Math.clamp((double) latest.done() / total.getAsLong(), 0, 1))
                : OptionalDouble.empty();
    }

    /** Done, total, bytes and rate in one phrase: {@code "120/255  61.3 MB  6.13 MB/s"}; empty when nothing is known. */
    String figures() {
        StringJoiner figures = new StringJoiner("  ");
        figures.setEmptyValue("");
        String done = Figures.done(latest.done(), latest.total(), begun.unit());
        if (!done.isEmpty()) {
            figures.add(done);
        }
        if (latest.bytes() > 0 && begun.unit() != Event.Unit.BYTES) {
            figures.add(Figures.bytes(latest.bytes()));
        }
        if (latest.bytesPerSecond() > 0) {
            figures.add(Figures.bytes(latest.bytesPerSecond()) + "/s");
        }
        return figures.toString();
    }
}
