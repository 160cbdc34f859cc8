package org.atomsmith.solver.transaction;

/** What a resolution may do beyond the careful default, or how it looks at packages. Names follow libsolv's flags. */
public enum Option {
    /** An update may lower a version. */
    ALLOW_DOWNGRADE,
    /** An update may change the architecture to another class. */
    ALLOW_ARCH_CHANGE,
    /** An update may change the vendor. */
    ALLOW_VENDOR_CHANGE,
    /** An update may replace a package by one of another name that obsoletes it. On unless forbidden. */
    FORBID_NAME_CHANGE,
    /** The same four for packages that a distribution upgrade touches; there all is allowed unless forbidden. */
    DUP_FORBID_DOWNGRADE,
    /** See {@link #DUP_FORBID_DOWNGRADE}. */
    DUP_FORBID_ARCH_CHANGE,
    /** See {@link #DUP_FORBID_DOWNGRADE}. */
    DUP_FORBID_VENDOR_CHANGE,
    /** See {@link #DUP_FORBID_DOWNGRADE}. */
    DUP_FORBID_NAME_CHANGE,
    /** Installed packages may go where a job needs it. */
    ALLOW_UNINSTALL,
    /** What provides and obsoletes an installed package's name is not preferred over what only obsoletes it. */
    NO_UPDATE_PROVIDE,
    /** Recommends and supplements are not followed. */
    IGNORE_RECOMMENDED,
    /** Recommends of packages that were installed before are followed too. */
    ADD_ALREADY_RECOMMENDED,
    /** Of weak dependencies only those with a namespace are followed: languages, hardware. */
    ONLY_NAMESPACE_RECOMMENDED,
    /** The solver goes back on other choices to fulfil a recommendation. */
    STRONG_RECOMMENDS,
    /** Packages of an inferior architecture may be installed beside better ones. */
    NO_INFERIOR_ARCH_CHECK,
    /** Update jobs that name what is not installed do nothing. */
    NO_AUTO_TARGET,
    /** Obsoletes count for packages of several versions too. */
    KEEP_EXPLICIT_OBSOLETES,
    /** "Best" means the best that update policy allows. */
    BEST_OBEY_POLICY,
    /** A distribution upgrade may not drop packages that no repository has. */
    KEEP_ORPHANS,
    /** Dependencies of orphans may break. */
    BREAK_ORPHANS,
    /** What an installed package was split into is installed together. */
    YUM_OBSOLETES,
    /** Installed packages are settled before jobs. */
    FOCUS_INSTALLED,
    /** Dependencies of what jobs install are settled before installed packages are updated. */
    FOCUS_NEW,
    /** Dependencies of what jobs install are settled before all installed packages. */
    FOCUS_BEST,
    /** A package that conflicts with what it provides itself cannot be installed. */
    FORBID_SELF_CONFLICTS,
    /** Obsoletes match provides, not only names. */
    OBSOLETE_USES_PROVIDES,
    /** A new version takes the place of everything that provides its name. */
    IMPLICIT_OBSOLETE_USES_PROVIDES,
    /** Obsoletes are for packages of the same word size only. */
    OBSOLETE_USES_COLOURS,
    /** Versions of two word sizes may be installed together, but only the same one. */
    IMPLICIT_OBSOLETE_USES_COLOURS,
    /** Obsoletes of installed packages do not count. */
    NO_INSTALLED_OBSOLETES,
    /** Disabled packages are still found by what they provide, so that messages can name them. */
    WHAT_PROVIDES_WITH_DISABLED
}
