package org.atomsmith.rpm.scriptlet;

import java.util.List;

/**
 * A script of a package.
 *
 * @param program what runs it, with its own arguments; {@code <lua>} for the interpreter inside rpm
 * @param body its text; empty for a program alone, which then gets no arguments
 * @param expands whether macros in the body are expanded before it runs ({@code -e})
 * @param describes whether the body is a query format that takes facts of the package ({@code -q})
 */
public record Script(List<String> program, String body, boolean expands, boolean describes) {
    /** The program of a script that names none. */
    public static final String SHELL = "/bin/sh";

    /** The program of scripts that rpm itself interprets. */
    public static final String LUA = "<lua>";

    /** Takes the shell where no program is named. */
    public Script {
        program = program.isEmpty() ? List.of(SHELL) : List.copyOf(program);
    }

    /** Whether it is for the interpreter inside rpm. */
    public boolean isLua() {
        return program.getFirst().equals(LUA);
    }
}
