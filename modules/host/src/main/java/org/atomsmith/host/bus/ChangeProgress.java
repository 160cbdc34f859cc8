package org.atomsmith.host.bus;

import org.atomsmith.ostree.pull.PullListener;

/** Told how a change gets on, from the thread that follows it. */
interface ChangeProgress {

    /** A line for a person. */
    void message(String text);

    /** How far something is, 0 to 100. */
    void percent(String text, int percentage);

    /** The figures of a download, while it lasts. */
    void download(PullListener.Progress figures);

    /** That is done; lines may follow. */
    void progressEnd();

    /** Something begins of which nobody knows how far it is. */
    void taskBegin(String text);

    /** It is over; a word says how. */
    void taskEnd(String text);

    /** The change ended; an error says why it failed. */
    void ended(boolean success, String error);
}
