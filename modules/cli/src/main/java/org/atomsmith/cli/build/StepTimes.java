package org.atomsmith.cli.build;

import java.util.ArrayList;
import java.util.List;
import org.atomsmith.event.Event;
import org.atomsmith.event.EventSink;

/** Passes events on and keeps how long each step took. Thread-safe. */
final class StepTimes implements EventSink {
    private final EventSink next;
    private final List<StepTime> times = new ArrayList<>();

    /** A finished step, as {@code build.json} shows it. */
    record StepTime(String name, double seconds, boolean cached) {}

    StepTimes(EventSink next) {
        this.next = next;
    }

    @Override
    public void accept(Event event) {
        if (event instanceof Event.Ended ended) {
            synchronized (times) {
                times.add(new StepTime(ended.step(), Math.round(ended.seconds() * 1000) / 1000.0, ended.cached()));
            }
        }
        next.accept(event);
    }

    List<StepTime> times() {
        synchronized (times) {
            return List.copyOf(times);
        }
    }
}
