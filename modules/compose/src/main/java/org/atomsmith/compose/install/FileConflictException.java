package org.atomsmith.compose.install;

import java.io.IOException;
import java.io.Serial;

/** Two packages bring the same path with different contents. */
public final class FileConflictException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Names the path and both packages. */
    public FileConflictException(String path, String first, String second) {
        super("/" + path + " is in two packages with different contents: " + first + " and " + second
                + "; exclude one of them ('exclude-packages') or the file from one ('remove-from-packages')");
    }
}
