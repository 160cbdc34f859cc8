package org.atomsmith.host.progress;

import org.atomsmith.ostree.pull.PullListener;

/** Shows what a {@link Progress} is told. Called by one thread at a time. */
interface Display {

    /**
     * Shows how far it is.
     *
     * @param fraction of the whole change, 0 to 1; never less than before
     * @param detail what is being worked on, or figures; may be empty
     */
    void show(Phase phase, double fraction, String detail);

    /** Shows the figures of a download, where the detail of {@link #show} does not say enough. */
    default void download(PullListener.Progress figures) {}

    /** Leaves the place where it shows things to what others print; the next report shows it again. */
    default void hide() {}

    /** Shows a line that stays. */
    void line(String text);

    /** Shows nothing more. */
    void end();
}
