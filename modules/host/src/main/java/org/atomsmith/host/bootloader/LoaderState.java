package org.atomsmith.host.bootloader;

/**
 * One part of the boot loader.
 *
 * @param name what it is for people and in JSON: {@code bios}, {@code uefi}, {@code menu}
 * @param state how the disk's compares with the image's
 * @param detail where it is, or why nothing can be said of it
 */
public record LoaderState(String name, State state, String detail) {

    /** How the disk's part compares with the image's. */
    public enum State {
        /** Both are the same. */
        CURRENT("current"),
        /** The image brings another one. */
        DIFFERENT("different"),
        /** The disk has none, and needs none. */
        ABSENT("absent");

        private final String text;

        State(String text) {
            this.text = text;
        }

        /** As people read it. */
        public String text() {
            return text;
        }
    }
}
