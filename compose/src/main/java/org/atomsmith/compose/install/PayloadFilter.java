package org.atomsmith.compose.install;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.atomsmith.compose.tree.PackageTree;
import org.atomsmith.rpm.PayloadEntry.Flag;

/**
 * Which files of a package are left out: documentation, languages, and what the treefile names. Copyright files stay, as
 * licences ask for it.
 */
public final class PayloadFilter {
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

    /** Whether an entry of a package is installed. */
    public boolean keeps(String packageName, PackageTree.Entry entry) {
        if (entry.flags().contains(Flag.GHOST)) {
            return false;
        }
        boolean directory = entry.node() instanceof org.atomsmith.compose.tree.Node.Directory;
        String path = entry.path();
        if (!documentation && entry.flags().contains(Flag.DOC) && !isLicence(path)) {
            return directory && path.indexOf('/', "usr/share/doc/".length()) < 0 && path.startsWith("usr/share/doc/");
        }
        if (languages.isPresent() && !directory && !keepsLanguage(path)) {
            return false;
        }
        for (Pattern pattern : removed.getOrDefault(packageName, List.of())) {
            if (pattern.matcher("/" + path).find()) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLicence(String path) {
        return LICENCE_NAMES.contains(path.substring(path.lastIndexOf('/') + 1))
                || path.startsWith("usr/share/licenses/");
    }

    private boolean keepsLanguage(String path) {
        String language = translationOf(path);
        if (language.isEmpty()) {
            return true;
        }
        Set<String> kept = languages.orElseThrow();
        int variant = language.replace('@', '_').replace('.', '_').indexOf('_');
        return kept.contains(language) || (variant > 0 && kept.contains(language.substring(0, variant)));
    }

    /** The language of a message catalogue or manual page, empty for other files. */
    private static String translationOf(String path) {
        for (String root : List.of("usr/share/locale/", "usr/share/man/")) {
            if (path.startsWith(root)) {
                int end = path.indexOf('/', root.length());
                String name = end < 0 ? "" : path.substring(root.length(), end);
                return name.startsWith("man") && name.length() <= 4 ? "" : name;
            }
        }
        return "";
    }
}
