package org.atomsmith.compose.install;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.PackageTree;
import org.atomsmith.rpm.PayloadEntry.Flag;

/**
 * Which files of a package are left out: documentation, languages, and what the treefile names. Copyright files stay, as
 * licences ask for it.
 */
public final class PayloadFilter {
    private static final String DOCUMENTATION = "usr/share/doc/";
    private static final Set<String> LICENCE_NAMES = Set.of("copyright", "COPYING", "LICENSE", "LICENCE", "NOTICE");

    private final boolean documentation;
    private final Optional<Set<String>> languages;
    private final Map<String, List<Pattern>> removed;

    /**
     * States what to leave out.
     *
     * @param languages languages whose translations stay ({@code de}, {@code pt_BR}); absent keeps all
     * @param removed package name to patterns; a file goes when one is found in its absolute path
     */
    public PayloadFilter(boolean documentation, Optional<List<String>> languages, Map<String, List<Pattern>> removed) {
        this.documentation = documentation;
        this.languages = languages.map(TreeSet::new);
        this.removed = Map.copyOf(removed);
    }

    /** A text that filters have in common which leave the same out. */
    public String key() {
        TreeMap<String, String> parts = new TreeMap<>();
        parts.put("documentation", Boolean.toString(documentation));
        parts.put("langs", languages.toString());
        parts.put("removed", new TreeMap<>(removed).toString());
        return parts.toString();
    }

    /** A filter that leaves nothing out. */
    public static PayloadFilter everything() {
        return new PayloadFilter(true, Optional.empty(), Map.of());
    }

    /** The languages whose translations stay, sorted; absent when all do. */
    public Optional<List<String>> languages() {
        return languages.map(List::copyOf);
    }

    /** Whether an entry of a package is installed. */
    public boolean keeps(String packageName, PackageTree.Entry entry) {
        return !entry.flags().contains(Flag.GHOST) && lists(packageName, entry);
    }

    /** Whether an entry counts as the package's: it is installed, or made at run time. */
    boolean lists(String packageName, PackageTree.Entry entry) {
        boolean directory = entry.node() instanceof Node.Directory;
        String path = entry.path();
        if (!documentation && entry.flags().contains(Flag.DOC) && !isLicence(path)) {
            return isPackageDirectory(entry);
        }
        if (languages.isPresent() && !keepsLanguage(path, directory)) {
            return false;
        }
        for (Pattern pattern : removed.getOrDefault(packageName, List.of())) {
            if (pattern.matcher("/" + path).find()) {
                return false;
            }
        }
        return true;
    }

    /** The directory of a package's documentation, or a link to that of another: it leads to the copyright file. */
    private static boolean isPackageDirectory(PackageTree.Entry entry) {
        return !(entry.node() instanceof Node.File)
                && entry.path().startsWith(DOCUMENTATION)
                && entry.path().indexOf('/', DOCUMENTATION.length()) < 0;
    }

    private static boolean isLicence(String path) {
        return LICENCE_NAMES.contains(path.substring(path.lastIndexOf('/') + 1))
                || path.startsWith("usr/share/licenses/");
    }

    private boolean keepsLanguage(String path, boolean directory) {
        String language = translationOf(path, directory);
        if (language.isEmpty()) {
            return true;
        }
        Set<String> kept = languages.orElseThrow();
        int variant = language.replace('@', '_').replace('.', '_').indexOf('_');
        return kept.contains(language) || (variant > 0 && kept.contains(language.substring(0, variant)));
    }

    /** The language of a message catalogue or manual page, or of a directory of them; empty for other files. */
    private static String translationOf(String path, boolean directory) {
        for (String root : List.of("usr/share/locale/", "usr/share/man/")) {
            if (path.startsWith(root)) {
                int slash = path.indexOf('/', root.length());
                int end = slash < 0 && directory ? path.length() : slash;
                String name = end < 0 ? "" : path.substring(root.length(), end);
                return name.startsWith("man") && name.length() <= 4 ? "" : name;
            }
        }
        return "";
    }
}
