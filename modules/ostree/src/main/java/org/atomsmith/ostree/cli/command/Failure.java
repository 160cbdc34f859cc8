package org.atomsmith.ostree.cli.command;

import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.atomsmith.linux.LinuxException;

/** What a user is told when a command fails. */
public final class Failure {
    private Failure() {}

    /** The message of a failure. */
    public static String text(Exception e) {
        return switch (e) {
            case UncheckedIOException u when u.getCause() != null -> text(u.getCause());
            case LinuxException l -> call(String.valueOf(l.getMessage()));
            case NoSuchFileException f -> f.getFile() + ": No such file or directory";
            case FileSystemException f ->
                f.getFile() + ": " + (f.getReason() == null ? f.getClass().getSimpleName() : f.getReason());
            default -> e.getMessage() == null ? "internal error: " + e : e.getMessage();
        };
    }

    /** The kernel's reason in libc's spelling, which scripts look for: {@code link(a/b): File exists}. */
    private static String call(String message) {
        int reason = message.lastIndexOf("): ") + 3;
        int number = message.indexOf(" (", reason);
        return reason < 3 || reason >= message.length()
                ? message
                : message.substring(0, reason)
                        + Character.toUpperCase(message.charAt(reason))
                        + message.substring(reason + 1, number < 0 ? message.length() : number);
    }
}
