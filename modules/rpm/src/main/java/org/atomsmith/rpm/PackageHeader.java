package org.atomsmith.rpm;

import java.util.List;
import java.util.SortedMap;

/**
 * What a package file says of itself beside its payload.
 *
 * @param scriptlets in no particular order
 * @param attributes facts of the package's own kind that its installer needs later, for example {@code deb.control} (the
 *     control paragraph) and {@code deb.triggers}; UTF-8 text
 * @param original an RPM package file up to its payload, which the database of installed packages is made from; not to be
 *     changed, and empty for other kinds of package
 */
public record PackageHeader(
        Nevra nevra, List<Scriptlet> scriptlets, SortedMap<String, String> attributes, byte[] original) {
    /** The attribute that every kind of package has: when it was built, seconds since 1970 as decimal text. */
    public static final String BUILD_TIME = "build-time";

    public PackageHeader {
        scriptlets = List.copyOf(scriptlets);
    }

    /** What a package says that was never an RPM file. */
    public PackageHeader(Nevra nevra, List<Scriptlet> scriptlets, SortedMap<String, String> attributes) {
        this(nevra, scriptlets, attributes, new byte[0]);
    }

    /**
     * A script that runs when the package is installed.
     *
     * @param phase RPM's names: {@code pre}, {@code post}, {@code preun}, {@code postun}, {@code posttrans}
     * @param interpreter the program that reads it, {@code /bin/sh} by default; {@code <lua>} for RPM's built-in Lua
     * @param body the script's text
     */
    public record Scriptlet(String phase, String interpreter, String body) {}
}
