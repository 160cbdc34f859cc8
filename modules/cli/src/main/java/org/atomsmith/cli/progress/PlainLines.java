package org.atomsmith.cli.progress;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.atomsmith.cli.terminal.Channel;
import org.atomsmith.event.Event;

/** Progress as lines of a log: when a step begins, every ten seconds while it runs, and when it ends. */
final class PlainLines implements Display {
    /** How long a step may be silent: the runners of CI systems take silence for death. */
    static final long EVERY_NANOS = 10_000_000_000L;

    private final Channel channel;
    private final LongSupplier clock;
    private final Map<String, RunningStep> running = new LinkedHashMap<>();
    private final Map<String, Long> told = new LinkedHashMap<>();
    private final Ticker ticker;

    PlainLines(Channel channel, LongSupplier clock) {
        this.channel = channel;
        this.clock = clock;
        this.ticker = new Ticker(Duration.ofSeconds(1), this::look);
    }

    /** A warning as a line. */
    static String warning(Event.Warning warning) {
        return "warning: " + warning.message();
    }

    @Override
    public synchronized void accept(Event event) {
        switch (event) {
            case Event.Begun begun -> {
                running.put(begun.step(), RunningStep.begin(begun, clock.getAsLong()));
                told.put(begun.step(), clock.getAsLong());
                channel.println(begun.title() + " ...");
            }
            case Event.Advanced advanced ->
                running.computeIfPresent(advanced.step(), (_, step) -> step.advance(advanced));
            case Event.Ended ended -> {
                String what = ended.summary().isEmpty() ? "done" : ended.summary();
                String cached = ended.cached() ? ", already there" : "";
                end(ended.step(), what + cached, ended.seconds());
            }
            case Event.Failed failed -> end(failed.step(), "failed", failed.seconds());
            case Event.Warning warning -> channel.println(warning(warning));
        }
    }

    private void end(String name, String what, double seconds) {
        RunningStep step = running.remove(name);
        told.remove(name);
        String title = step == null ? name : step.title();
        channel.println(title + ": " + what + " (" + Figures.duration(seconds) + ")");
    }

    /** Tells of each step that has been silent for long enough. */
    synchronized void look() {
        long now = clock.getAsLong();
        running.forEach((name, step) -> {
            if (now - told.getOrDefault(name, now) >= EVERY_NANOS) {
                told.put(name, now);
                String far = (step.figures() + "  " + step.detail()).strip();
                String time = Figures.duration(step.seconds(now));
                channel.println(step.title() + ": " + (far.isEmpty() ? "running" : far) + " (" + time + ")");
            }
        });
    }

    @Override
    public void close() {
        ticker.close();
    }
}
