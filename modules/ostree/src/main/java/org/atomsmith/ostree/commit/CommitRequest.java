package org.atomsmith.ostree.commit;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;
import org.atomsmith.ostree.gvariant.Variant;

/**
 * What to commit.
 *
 * @param name which ref, parent and bindings it gets
 * @param message what it says of itself
 * @param content where its files come from
 * @param metadata named values
 * @param detached named values that its checksum does not cover
 * @param kept names of values to take from the parent
 * @param flags what else is done
 * @param timestamp seconds since 1970; now, when absent
 */
public record CommitRequest(
        Name name,
        Message message,
        Content content,
        SequencedMap<String, Variant> metadata,
        SequencedMap<String, Variant> detached,
        List<String> kept,
        Set<Flag> flags,
        OptionalLong timestamp) {

    /** Copies what is mutable. */
    public CommitRequest {
        kept = List.copyOf(kept);
        flags = Set.copyOf(flags);
    }

    /**
     * A commit's place among others.
     *
     * @param branch the ref that it is for; absent for an orphan
     * @param parent the commit before it: {@code none}, a revision, or, when absent, what the branch names
     * @param boundRefs refs, besides the branch, that it says it is for
     * @param withoutBindings whether it says nothing of refs and collection
     */
    public record Name(
            Optional<String> branch, Optional<String> parent, List<String> boundRefs, boolean withoutBindings) {
        /** Copies the refs. */
        public Name {
            boundRefs = List.copyOf(boundRefs);
        }
    }

    /** A commit's text. */
    public record Message(String subject, String body) {}

    /**
     * A commit's files.
     *
     * @param base a revision whose tree is below all others, unchanged
     * @param sources trees, each on top of those before
     * @param rules what is changed on the way
     * @param archives how archives are read
     */
    public record Content(
            Optional<String> base, List<TreeSource> sources, CommitModifier.Rules rules, ArchiveRules archives) {
        /** Copies the sources. */
        public Content {
            sources = List.copyOf(sources);
        }
    }

    /** What else is done. */
    public enum Flag {
        /** Nothing is committed when the tree is that of the parent. */
        SKIP_IF_UNCHANGED,
        /** Directories are deleted after the commit; where they can, files become objects as they are. */
        CONSUME,
        /** Files that are hard links to objects are not read, unless a rule changes them. */
        LINK_SPEEDUP,
        /** Files that are hard links to objects are those objects, whatever rules say. */
        LINKS_ARE_CANONICAL,
        /** The commit says how large its objects are in an archive. */
        GENERATE_SIZES,
        /** The commit says which kernel it boots. */
        BOOTABLE
    }

    /** True when a flag is set. */
    boolean has(Flag flag) {
        return flags.contains(flag);
    }
}
