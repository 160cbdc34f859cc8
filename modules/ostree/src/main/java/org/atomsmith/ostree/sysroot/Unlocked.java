package org.atomsmith.ostree.sysroot;

/** Whether a deployment's {@code /usr} was made writable. */
public enum Unlocked {
    /** It is read-only. */
    NONE("none"),
    /** Until the next boot. */
    DEVELOPMENT("development"),
    /** Until the next upgrade. */
    HOTFIX("hotfix"),
    /** Until the next boot, and only for those who mount it writable for themselves. */
    TRANSIENT("transient");

    private final String text;

    Unlocked(String text) {
        this.text = text;
    }

    /** The name in status and origin files. */
    public String text() {
        return text;
    }
}
