package org.atomsmith.cli.progress;

import java.io.StringWriter;
import java.util.Locale;
import java.util.OptionalLong;
import org.atomsmith.cli.terminal.Channel;
import org.atomsmith.event.Event;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Progress for programs: one JSON object on a line for each event. {@code event} is one of {@code begun},
 * {@code advanced}, {@code ended}, {@code failed} and {@code warning}; {@code at} is in seconds since the run began; the
 * other keys are those of {@link Event}, {@code total} left out where it is not known.
 */
final class JsonLines implements Display {
    private final Channel channel;
    private final JsonFactory json = new JsonFactory();
    private final long begunNanos = System.nanoTime();

    JsonLines(Channel channel) {
        this.channel = channel;
    }

    @Override
    public synchronized void accept(Event event) {
        channel.println(line(event, (System.nanoTime() - begunNanos) / 1e9));
    }

    @Override
    public void close() {
        // every line was flushed
    }

    /** The event as a JSON object without line breaks. */
    String line(Event event, double at) {
        StringWriter text = new StringWriter();
        try (JsonGenerator object = json.createGenerator(ObjectWriteContext.empty(), text)) {
            object.writeStartObject();
            object.writeStringProperty("event", event.getClass().getSimpleName().toLowerCase(Locale.ROOT));
            object.writeNumberProperty("at", millis(at));
            object.writeStringProperty("step", event.step());
            write(event, object);
            object.writeEndObject();
        }
        return text.toString();
    }

    private static void write(Event event, JsonGenerator object) {
        switch (event) {
            case Event.Begun begun -> {
                object.writeStringProperty("title", begun.title());
                total(begun.total(), object);
                object.writeStringProperty("unit", begun.unit().name().toLowerCase(Locale.ROOT));
            }
            case Event.Advanced advanced -> {
                object.writeNumberProperty("done", advanced.done());
                total(advanced.total(), object);
                object.writeNumberProperty("bytes", advanced.bytes());
                object.writeNumberProperty("bytesPerSecond", advanced.bytesPerSecond());
                object.writeStringProperty("detail", advanced.detail());
            }
            case Event.Ended ended -> {
                object.writeNumberProperty("seconds", millis(ended.seconds()));
                object.writeBooleanProperty("cached", ended.cached());
                object.writeStringProperty("summary", ended.summary());
            }
            case Event.Failed failed -> object.writeNumberProperty("seconds", millis(failed.seconds()));
            case Event.Warning warning -> object.writeStringProperty("message", warning.message());
        }
    }

    /** Seconds, to the millisecond. */
    private static double millis(double seconds) {
        return Math.round(seconds * 1000) / 1000.0;
    }

    private static void total(OptionalLong total, JsonGenerator object) {
        if (total.isPresent()) {
            object.writeNumberProperty("total", total.getAsLong());
        }
    }
}
