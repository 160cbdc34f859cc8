package org.atomsmith.compose.install;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Files that scriptlets see in the sandbox and that are not the tree's: path to text, all of them executable.
 *
 * @param always those that are there whatever the tree has
 * @param instead those that stand in front of a regular file of the tree, where it has one
 */
public record SandboxFiles(SortedMap<String, String> always, SortedMap<String, String> instead) {
    /** Debian Policy 9.3.3: services are not started where the tree is built. */
    private static final String POLICY = "#!/bin/sh\nexit 101\n";

    /** Copies the maps. */
    public SandboxFiles {
        always = new TreeMap<>(always);
        instead = new TreeMap<>(instead);
    }

    /** None. */
    public static SandboxFiles none() {
        return new SandboxFiles(new TreeMap<>(), new TreeMap<>());
    }

    /** What Debian's packages ask before they start a service. */
    public static SandboxFiles debian() {
        return new SandboxFiles(new TreeMap<>(Map.of("/usr/sbin/policy-rc.d", POLICY)), new TreeMap<>());
    }
}
