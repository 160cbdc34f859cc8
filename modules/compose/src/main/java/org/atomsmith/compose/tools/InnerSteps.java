package org.atomsmith.compose.tools;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.atomsmith.event.Event;
import org.atomsmith.event.EventSink;
import org.atomsmith.event.Step;

/** Counts the bytes of the steps that one step is made of, and names what they work on. Thread-safe. */
final class InnerSteps implements EventSink {
    private final Step outer;
    private final Map<String, Long> bytes = new ConcurrentHashMap<>();

    InnerSteps(Step outer) {
        this.outer = outer;
    }

    @Override
    public void accept(Event event) {
        switch (event) {
            case Event.Begun begun -> {
                if (begun.unit() == Event.Unit.BYTES) {
                    bytes.put(begun.step(), 0L);
                    begun.total().ifPresent(outer::expect);
                }
                outer.working(begun.title().toLowerCase(Locale.ROOT));
            }
            case Event.Advanced advanced ->
                bytes.computeIfPresent(advanced.step(), (_, before) -> {
                    outer.advance(advanced.done() - before, advanced.detail());
                    return advanced.done();
                });
            case Event.Warning warning -> outer.warn(warning.message());
            case Event.Ended _, Event.Failed _ -> {
                // The outer step goes on, or fails with them.
            }
        }
    }
}
