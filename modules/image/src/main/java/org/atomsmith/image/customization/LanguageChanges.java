package org.atomsmith.image.customization;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.atomsmith.compose.treefile.Located;
import org.atomsmith.compose.treefile.Nearest;
import org.atomsmith.ostree.tree.TreeNode;

/** Language and keyboard, of what the tree has: an image makes neither locales nor keymaps. */
final class LanguageChanges {
    private static final int ARCHIVE_MAGIC = 0xde020109;
    private static final int ARCHIVE_HEADER = 32;
    private static final int MOST_NAMES = 16 << 20;
    private static final List<String> KEYMAPS =
            List.of("usr/share/keymaps", "usr/share/kbd/keymaps", "usr/lib/kbd/keymaps");
    private static final String LAYOUTS = "usr/share/X11/xkb/rules/base.lst";
    private static final int DEEPEST = 8;

    private final Draft draft;

    LanguageChanges(Draft draft) {
        this.draft = draft;
    }

    void apply(Customization.Language language) throws IOException {
        if (!language.locales().isEmpty()) {
            Set<String> known = locales();
            language.locales().forEach(locale -> check(locale, known));
            set("etc/locale.conf", "LANG", language.locales().getFirst().value());
        }
        if (language.keyboard().isPresent()) {
            keyboard(language.keyboard().get());
        }
    }

    private void check(Located<String> locale, Set<String> known) {
        if (!known.contains(normalized(locale.value()))) {
            String near = Nearest.question(locale.value(), known);
            draft.problem(
                    locale,
                    "the tree has no locale '" + locale + "'",
                    near.isEmpty() ? "add a package with it, as locales-all or glibc-langpack-*" : near);
        }
    }

    /** As glibc compares names: the character set in small letters and digits alone. */
    private static String normalized(String locale) {
        int dot = locale.indexOf('.');
        if (dot < 0) {
            return locale;
        }
        int at = locale.indexOf('@', dot);
        String charset = locale.substring(dot + 1, at < 0 ? locale.length() : at);
        return locale.substring(0, dot + 1)
                + charset.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "")
                + (at < 0 ? "" : locale.substring(at));
    }

    private Set<String> locales() throws IOException {
        Set<String> locales = new TreeSet<>(Set.of("C", "POSIX"));
        draft.host().names("usr/lib/locale").forEach(name -> locales.add(normalized(name)));
        if (draft.host().follow("usr/lib/locale/locale-archive").orElse(null) instanceof TreeNode.File archive) {
            archived(archive).forEach(name -> locales.add(normalized(name)));
        }
        return locales;
    }

    /** The names in glibc's archive: a header of little-endian words, then, at an offset, strings that end in zeros. */
    private List<String> archived(TreeNode.File archive) throws IOException {
        try (DataInputStream in = new DataInputStream(draft.host().open(archive))) {
            byte[] header = new byte[ARCHIVE_HEADER];
            in.readFully(header);
            ByteBuffer words = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
            int offset = words.getInt(20);
            int used = words.getInt(24);
            if (words.getInt(0) != ARCHIVE_MAGIC || offset < ARCHIVE_HEADER || used < 0 || used > MOST_NAMES) {
                return List.of();
            }
            in.skipNBytes(offset - ARCHIVE_HEADER);
            return List.of(new String(in.readNBytes(used), StandardCharsets.US_ASCII).split("\0"));
        }
    }

    private void keyboard(Located<String> keyboard) throws IOException {
        Set<String> keymaps = new TreeSet<>();
        for (String directory : KEYMAPS) {
            collect(directory, keymaps, 0);
        }
        Set<String> layouts = layouts();
        // Debian keeps both in the file that console-setup reads.
        String file = draft.host().resolve("etc/vconsole.conf");
        if (keymaps.contains(keyboard.value())) {
            set(file, "KEYMAP", keyboard.value());
        } else if (layouts.contains(keyboard.value())) {
            set(file, "XKBLAYOUT", keyboard.value());
        } else if (keymaps.isEmpty() && layouts.isEmpty()) {
            draft.problem(
                    keyboard,
                    "the tree has no keymaps for the keyboard '" + keyboard + "'",
                    "add a package with them, as kbd, console-data or console-setup");
        } else {
            keymaps.addAll(layouts);
            draft.problem(
                    keyboard, "the tree has no keymap '" + keyboard + "'", Nearest.question(keyboard.value(), keymaps));
        }
    }

    private void collect(String directory, Set<String> to, int depth) {
        for (String name : draft.host().names(directory)) {
            int map = name.indexOf(".map");
            if (map > 0) {
                to.add(name.substring(0, map));
            } else if (depth < DEEPEST
                    && draft.host().find(directory + "/" + name).orElse(null) instanceof TreeNode.Directory) {
                collect(directory + "/" + name, to, depth + 1);
            }
        }
    }

    /** The section {@code ! layout} of xkb's list. */
    private Set<String> layouts() throws IOException {
        Set<String> layouts = new TreeSet<>();
        boolean inside = false;
        for (String line : draft.host().text(LAYOUTS).orElse("").lines().toList()) {
            if (line.startsWith("!")) {
                inside = line.equals("! layout");
            } else if (inside && !line.isBlank()) {
                layouts.add(line.strip().split("\\s+")[0]);
            }
        }
        return layouts;
    }

    /** Sets a variable in a file of assignments, and keeps the rest. */
    private void set(String path, String key, String value) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : draft.text(path).orElse("").lines().toList()) {
            if (!line.strip().startsWith(key + "=")) {
                lines.add(line);
            }
        }
        lines.add(key + "=" + value);
        String parent = path.substring(0, path.lastIndexOf('/'));
        if (!parent.equals("etc") && !draft.isDirectory(parent)) {
            draft.directory(parent, draft.owned(0755, 0, 0));
        }
        draft.rewrite(path, 0644, String.join("\n", lines) + "\n");
    }
}
