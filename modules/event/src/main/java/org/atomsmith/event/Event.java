package org.atomsmith.event;

import java.util.OptionalLong;

/**
 * One thing that a long operation reports. Every event names its step; a step is begun once, advances any number of
 * times and ends once. A display, the JSON lines of {@code --progress=json} and tests read the same events.
 */
public sealed interface Event {

    /** The step's identifier, unique within one run: {@code "download"}, {@code "import"}, {@code "commit"}. */
    String step();

    /** What a step counts. */
    enum Unit {
        /** Things: packages, objects, checks. */
        ITEMS,
        /** Bytes. */
        BYTES
    }

    /**
     * A step began.
     *
     * @param title what a person reads: {@code "Import packages"}
     * @param total how many units the step will do, absent when that is not known
     * @param unit what {@code total} and {@link Advanced#done()} count
     */
    record Begun(String step, String title, OptionalLong total, Unit unit) implements Event {}

    /**
     * A step got further. Figures are totals since the step began and never go back.
     *
     * @param done units done
     * @param total units in all; may grow while the step learns of more, absent when unknown
     * @param bytes bytes processed so far, 0 where bytes mean nothing
     * @param bytesPerSecond the rate over the last seconds, 0 where unknown
     * @param detail what is being worked on now ({@code "openssh-server"}), or empty
     */
    record Advanced(String step, long done, OptionalLong total, long bytes, long bytesPerSecond, String detail)
            implements Event {}

    /**
     * A step ended well.
     *
     * @param seconds wall time
     * @param cached true when the result was already there
     * @param summary what came out, in a few words: {@code "255 packages, 145 MB"}; may be empty
     */
    record Ended(String step, double seconds, boolean cached, String summary) implements Event {}

    /** A step failed; the exception that follows says why. */
    record Failed(String step, double seconds) implements Event {}

    /** Something that the user should know and that stops nothing. */
    record Warning(String step, String message) implements Event {}
}
