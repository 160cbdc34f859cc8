package org.atomsmith.host.bus;

/** Told how a change gets on, from the thread that follows it. */
interface ChangeProgress {

    /** A line for a person. */
    void message(String text);

    /** How far something is, 0 to 100. */
    void percent(String text, int percentage);

    /** That is done; lines may follow. */
    void progressEnd();

    /** The change ended; an error says why it failed. */
    void ended(boolean success, String error);
}
