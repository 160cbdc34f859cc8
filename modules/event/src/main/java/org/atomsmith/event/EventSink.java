package org.atomsmith.event;

/** Receives events; called from any thread, so implementations are thread-safe. */
@FunctionalInterface
public interface EventSink {

    /** Takes one event. Never throws and returns quickly. */
    void accept(Event event);

    /** A sink that keeps nothing. */
    static EventSink none() {
        return event -> {};
    }
}
