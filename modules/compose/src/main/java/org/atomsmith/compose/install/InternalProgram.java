package org.atomsmith.compose.install;

import java.io.IOException;

/** What runs scriptlets that are not for a program of the tree but for the package manager itself. */
public interface InternalProgram {

    /** What scriptlets call it: {@code <lua>}. */
    String name();

    /**
     * Runs a scriptlet to its end. It sees nothing but the tree, and runs programs in the tree's sandbox only.
     *
     * @return how it ended
     */
    Outcome run(BuildRoot root, ScriptletCall call) throws IOException;

    /**
     * How a scriptlet ended.
     *
     * @param output what it printed, and why it failed
     */
    record Outcome(boolean succeeded, String output) {}
}
