package org.atomsmith.ostree.checkout;

import java.util.Optional;
import java.util.Set;
import org.atomsmith.ostree.commit.CommitModifier;

/**
 * How a tree is checked out.
 *
 * @param userMode whether owners and xattrs are left as they come
 * @param overwrite what happens to what is there
 * @param links whether files are hard links to objects
 * @param flags what else is done
 * @param skipped paths below the tree to leave out, each with a slash before it
 * @param labels gives SELinux labels in place of those of the tree
 * @param labelPrefix what is put before paths when labels are asked for
 */
public record CheckoutOptions(
        boolean userMode,
        Overwrite overwrite,
        Links links,
        Set<Flag> flags,
        Set<String> skipped,
        Optional<CommitModifier.Labels> labels,
        String labelPrefix) {

    /** Everything as in the tree, in a new directory. */
    public static final CheckoutOptions PLAIN =
            new CheckoutOptions(false, Overwrite.NONE, Links.WHERE_POSSIBLE, Set.of(), Set.of(), Optional.empty(), "");

    /** Copies the sets. */
    public CheckoutOptions {
        flags = Set.copyOf(flags);
        skipped = Set.copyOf(skipped);
    }

    /** What happens to what is there. */
    public enum Overwrite {
        /** Nothing may be there. */
        NONE,
        /** Directories stay, files are replaced. */
        UNION,
        /** Directories and files stay. */
        ADD,
        /** Directories stay; a file that is there must be the same. */
        IDENTICAL
    }

    /** Whether files are hard links to objects. */
    public enum Links {
        /** They are where that is possible. */
        WHERE_POSSIBLE,
        /** They are, or the checkout fails. */
        REQUIRED,
        /** They never are. */
        NEVER
    }

    /** What else is done. */
    public enum Flag {
        /** Files named {@code .wh.<name>} delete what is there. */
        WHITEOUTS,
        /** Files named {@code .ostree-wh.<name>} become overlayfs whiteouts. */
        PASSTHROUGH_WHITEOUTS,
        /** Directories get no permissions beyond 0775. */
        BARE_USER_ONLY_DIRECTORIES,
        /** From an archive, uncompressed files are neither kept nor taken from those that were kept. */
        WITHOUT_CACHE,
        /** Nothing waits for the disk. */
        WITHOUT_FSYNC
    }

    /** True when a flag is set. */
    boolean has(Flag flag) {
        return flags.contains(flag);
    }
}
