package org.atomsmith.ostree.commit;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.atomsmith.ostree.object.FileMode;
import org.atomsmith.ostree.object.Xattrs;

/**
 * What is changed of files on their way into a commit, and which are left out. Paths begin with a slash; the root is
 * {@code /}. It keeps count of which overrides were used, so it serves one commit, and one thread asks it.
 */
public final class CommitModifier {
    private final Rules rules;
    private final SortedSet<String> unusedAdditions;
    private final SortedSet<String> unusedSkips;

    /**
     * The changes.
     *
     * @param uid the owner of everything, when given
     * @param gid the group of everything, when given
     * @param canonicalPermissions everything is root's, with no permissions beyond 0755
     * @param withoutXattrs extended attributes are left out
     * @param readOnlyExecutables executable files lose the permission to write
     * @param modeAdditions bits to add to the modes of paths
     * @param modeOverrides permissions of paths, in place of those that they have
     * @param skipped paths to leave out, with everything in them
     * @param labels gives SELinux labels, when given
     */
    public record Rules(
            OptionalInt uid,
            OptionalInt gid,
            boolean canonicalPermissions,
            boolean withoutXattrs,
            boolean readOnlyExecutables,
            Map<String, Integer> modeAdditions,
            Map<String, Integer> modeOverrides,
            Set<String> skipped,
            Optional<Labels> labels) {

        /** No change. */
        public static final Rules NONE = new Rules(
                OptionalInt.empty(),
                OptionalInt.empty(),
                false,
                false,
                false,
                Map.of(),
                Map.of(),
                Set.of(),
                Optional.empty());

        /** Copies the collections. */
        public Rules {
            modeAdditions = Map.copyOf(modeAdditions);
            modeOverrides = Map.copyOf(modeOverrides);
            skipped = Set.copyOf(skipped);
        }

        /** These rules without extended attributes. */
        public Rules withoutXattrs(boolean without) {
            return new Rules(
                    uid,
                    gid,
                    canonicalPermissions,
                    without,
                    readOnlyExecutables,
                    modeAdditions,
                    modeOverrides,
                    skipped,
                    labels);
        }

        /** These rules with canonical permissions. */
        public Rules withCanonicalPermissions() {
            return new Rules(
                    uid, gid, true, withoutXattrs, readOnlyExecutables, modeAdditions, modeOverrides, skipped, labels);
        }
    }

    /** Gives the SELinux label of a path. */
    @FunctionalInterface
    public interface Labels {
        /**
         * The value of {@code security.selinux} without its NUL; empty when the policy says that there is none.
         *
         * @param mode {@code st_mode}, whose type a policy's rules may ask for
         */
        Optional<String> label(String path, int mode);
    }

    /** Changes by rules. */
    public CommitModifier(Rules rules) {
        this.rules = rules;
        this.unusedAdditions = new TreeSet<>(rules.modeAdditions.keySet());
        this.unusedSkips = new TreeSet<>(rules.skipped);
    }

    /** Changes nothing. */
    public static CommitModifier none() {
        return new CommitModifier(Rules.NONE);
    }

    /** Whether nothing is changed or left out. */
    public boolean isNeutral() {
        return rules.equals(Rules.NONE);
    }

    /** Whether extended attributes are left out. */
    public boolean isWithoutXattrs() {
        return rules.withoutXattrs;
    }

    /** The owner and mode that a path gets; empty when it is left out. */
    public Optional<Attributes> apply(String path, Attributes attributes) {
        int mode = attributes.mode();
        if (rules.modeAdditions.containsKey(path)) {
            mode |= rules.modeAdditions.getOrDefault(path, 0);
            unusedAdditions.remove(path);
        } else if (rules.modeOverrides.containsKey(path)) {
            mode = mode & FileMode.TYPE | rules.modeOverrides.getOrDefault(path, 0);
        }
        if (rules.readOnlyExecutables && FileMode.isRegular(mode) && (mode & 0111) != 0) {
            mode &= ~0222;
        }
        if (isSkipped(path)) {
            return Optional.empty();
        }
        if (rules.canonicalPermissions) {
            return Optional.of(new Attributes(0, 0, FileMode.isSymlink(mode) ? mode : mode & (FileMode.TYPE | 0755)));
        }
        return Optional.of(
                new Attributes(rules.uid.orElse(attributes.uid()), rules.gid.orElse(attributes.gid()), mode));
    }

    /** Whether a path is left out; counts as using the rule that says so. */
    boolean isSkipped(String path) {
        boolean skipped = rules.skipped.contains(path);
        if (skipped) {
            unusedSkips.remove(path);
        }
        return skipped;
    }

    /** The attributes that a path gets. Any thread may ask. */
    public Xattrs xattrs(String path, int mode, Xattrs xattrs) {
        Xattrs kept = rules.withoutXattrs ? Xattrs.NONE : xattrs;
        if (rules.labels.isEmpty()) {
            return kept;
        }
        Optional<String> label = rules.labels.get().label(path, mode);
        return label.map(text -> kept.with("security.selinux", (text + "\0").getBytes(StandardCharsets.UTF_8)))
                .orElseGet(() -> kept.without("security.selinux"));
    }

    /** Paths of additions to modes that were never met. */
    public SortedSet<String> unusedAdditions() {
        return new TreeSet<>(unusedAdditions);
    }

    /** Paths to leave out that were never met. */
    public SortedSet<String> unusedSkips() {
        return new TreeSet<>(unusedSkips);
    }

    /** The new path of an entry of a directory. */
    static String child(String path, String name) {
        return path.equals("/") ? "/" + name : path + "/" + name;
    }
}
