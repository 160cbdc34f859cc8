package org.atomsmith.event;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One running step: the handle through which an operation reports. Thread-safe. Use it with try-with-resources: closed
 * without {@link #end}, the step counts as failed.
 */
public final class Step implements AutoCloseable {
    private static final long REPORT_EVERY_NANOS = 100_000_000L;

    private final EventSink sink;
    private final String name;
    private final Event.Unit unit;
    private final long begun = System.nanoTime();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong total;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong lastReport = new AtomicLong(begun);
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile String detail = "";

    private Step(EventSink sink, String name, long total, Event.Unit unit) {
        this.sink = sink;
        this.name = name;
        this.unit = unit;
        this.total = new AtomicLong(total);
    }

    /** Begins a step that counts {@code total} units; a negative total means "not known". */
    public static Step begin(EventSink sink, String name, String title, long total, Event.Unit unit) {
        sink.accept(new Event.Begun(name, title, optional(total), unit));
        return new Step(sink, name, total, unit);
    }

    /** Begins a step of unknown length. */
    public static Step begin(EventSink sink, String name, String title) {
        return begin(sink, name, title, -1, Event.Unit.ITEMS);
    }

    /** Adds to the total, when the step learns of more work. */
    public void expect(long more) {
        total.updateAndGet(t -> t < 0 ? more : t + more);
    }

    /** Counts units as done. */
    public void advance(long units) {
        done.addAndGet(units);
        reportNowAndThen();
    }

    /** Counts units as done and names what is worked on. */
    public void advance(long units, String nowAt) {
        detail = nowAt;
        advance(units);
    }

    /** Names what begins now and may take long: told at once, however soon after the last report. */
    public void working(String on) {
        detail = on;
        report();
    }

    /** Counts bytes as processed, for the rate; a step whose unit is bytes advances by them instead. */
    public void bytes(long more) {
        bytes.addAndGet(more);
        reportNowAndThen();
    }

    /** Tells the user something that stops nothing. */
    public void warn(String message) {
        sink.accept(new Event.Warning(name, message));
    }

    /** Ends the step well; {@code summary} says what came out. */
    public void end(String summary) {
        end(summary, false);
    }

    /** Ends the step well; {@code cached} when its result was already there. */
    public void end(String summary, boolean cached) {
        if (closed.compareAndSet(false, true)) {
            sink.accept(new Event.Ended(name, seconds(), cached, summary));
        }
    }

    /** Wall time since the step began, in seconds. */
    public double seconds() {
        return (System.nanoTime() - begun) / 1e9;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            sink.accept(new Event.Failed(name, seconds()));
        }
    }

    private void reportNowAndThen() {
        long now = System.nanoTime();
        long last = lastReport.get();
        if (now - last >= REPORT_EVERY_NANOS && lastReport.compareAndSet(last, now)) {
            report();
        }
    }

    private void report() {
        long b = unit == Event.Unit.BYTES ? done.get() : bytes.get();
        long rate = (long) (b / Math.max(1e-3, seconds()));
        sink.accept(new Event.Advanced(name, done.get(), optional(total.get()), b, rate, detail));
    }

    private static OptionalLong optional(long total) {
        return total < 0 ? OptionalLong.empty() : OptionalLong.of(total);
    }
}
