package org.atomsmith.host.progress;

/**
 * One part of a change.
 *
 * @param name for programs: {@code download}
 * @param title for people: {@code Downloading}
 * @param weight how long it takes, beside the others
 * @param measured whether it says how far it is while it lasts
 */
public record Phase(String name, String title, double weight, boolean measured) {
    /** A phase that says how far it is. */
    public Phase(String name, String title, double weight) {
        this(name, title, weight, true);
    }

    /** A phase of which nobody knows how far it is. */
    public static Phase unmeasured(String name, String title, double weight) {
        return new Phase(name, title, weight, false);
    }
}
