package org.atomsmith.cli.progress;

/**
 * The characters that progress is drawn with.
 *
 * @param done marks a step that ended well
 * @param failed marks a step that failed
 * @param warning marks a warning
 * @param bar the part of a bar that is done, one column
 * @param rest the part that is not, one column
 * @param wheel turns beside a running step
 * @param ellipsis ends text that was cut
 */
record Glyphs(String done, String failed, String warning, String bar, String rest, String wheel, String ellipsis) {
    static final Glyphs UNICODE = new Glyphs("✓", "✗", "!", "━", "─", "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏", "…");
    static final Glyphs ASCII = new Glyphs("+", "x", "!", "#", "-", "|/-\\", "~");
}
