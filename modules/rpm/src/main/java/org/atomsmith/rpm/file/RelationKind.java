package org.atomsmith.rpm.file;

import org.atomsmith.rpm.Dependency.Comparison;

/** How a package relates to others; each kind is three columns of the header. */
public enum RelationKind {
    PROVIDES(Tag.PROVIDENAME, Tag.PROVIDEFLAGS, Tag.PROVIDEVERSION),
    REQUIRES(Tag.REQUIRENAME, Tag.REQUIREFLAGS, Tag.REQUIREVERSION),
    CONFLICTS(Tag.CONFLICTNAME, Tag.CONFLICTFLAGS, Tag.CONFLICTVERSION),
    OBSOLETES(Tag.OBSOLETENAME, Tag.OBSOLETEFLAGS, Tag.OBSOLETEVERSION),
    RECOMMENDS(Tag.RECOMMENDNAME, Tag.RECOMMENDFLAGS, Tag.RECOMMENDVERSION),
    SUGGESTS(Tag.SUGGESTNAME, Tag.SUGGESTFLAGS, Tag.SUGGESTVERSION),
    SUPPLEMENTS(Tag.SUPPLEMENTNAME, Tag.SUPPLEMENTFLAGS, Tag.SUPPLEMENTVERSION),
    ENHANCES(Tag.ENHANCENAME, Tag.ENHANCEFLAGS, Tag.ENHANCEVERSION);

    /** The bits of a relation's flags that say which versions it means. */
    public static final int LESS = 1 << 1;

    public static final int GREATER = 1 << 2;
    public static final int EQUAL = 1 << 3;

    private final int names;
    private final int flags;
    private final int versions;

    RelationKind(int names, int flags, int versions) {
        this.names = names;
        this.flags = flags;
        this.versions = versions;
    }

    /** A relation's flags for that comparison. */
    public static long flags(Comparison op) {
        return op == Comparison.ANY
                ? 0
                : (op.includesLess() ? LESS : 0)
                        | (op.includesEqual() ? EQUAL : 0)
                        | (op.includesGreater() ? GREATER : 0);
    }

    /** The comparison that flags mean. */
    static Comparison comparison(long flags) {
        boolean equal = (flags & EQUAL) != 0;
        if ((flags & LESS) != 0) {
            return equal ? Comparison.LESS_OR_EQUAL : Comparison.LESS;
        }
        if ((flags & GREATER) != 0) {
            return equal ? Comparison.GREATER_OR_EQUAL : Comparison.GREATER;
        }
        return equal ? Comparison.EQUAL : Comparison.ANY;
    }

    /** The entry with the names. */
    public int names() {
        return names;
    }

    /** The entry with the flags. */
    public int flags() {
        return flags;
    }

    /** The entry with the versions. */
    public int versions() {
        return versions;
    }
}
