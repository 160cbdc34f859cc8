package org.atomsmith.linux;

import java.io.IOException;
import java.util.Optional;

/** A program that a step starts is not installed. */
public final class MissingProgramException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String program;

    MissingProgramException(String program, Optional<String> debianPackage) {
        super("the program '" + program + "' is not installed"
                + debianPackage
                        .map(name -> ": `apt-get install " + name + "` brings it on Debian")
                        .orElse(": install it or put it in PATH"));
        this.program = program;
    }

    /** The program's name, as it was asked for. */
    public String program() {
        return program;
    }
}
