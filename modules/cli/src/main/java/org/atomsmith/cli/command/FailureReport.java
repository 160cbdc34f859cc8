package org.atomsmith.cli.command;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.atomsmith.cli.terminal.Channel;
import org.jspecify.annotations.Nullable;

/** Tells a person why a command failed: the one place where exceptions become messages. */
public final class FailureReport {
    private static final String OURS = "org.atomsmith.";
    /** What is said of a full disk, in lower case: by the kernel and the JDK, and by a repository that keeps some free. */
    private static final List<String> FULL = List.of("no space left", "min-free-space");

    private static final String HELP_WHEN_FULL =
            "\n  free some space there, or use another disk; the cache's place is XDG_CACHE_HOME";
    private static final String MORE = "\n  run it again with --debug to see where";

    private final Channel err;
    private final boolean debug;

    /**
     * Makes a report.
     *
     * @param err where it is printed
     * @param debug whether stack traces are shown
     */
    public FailureReport(Channel err, boolean debug) {
        this.err = err;
        this.debug = debug;
    }

    /** Prints {@code atomsmith: } and the message of a failure; its stack trace too, when that was asked for. */
    public void print(Throwable failure) {
        err.println("atomsmith: " + message(failure));
        if (debug) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            err.println(trace.toString().stripTrailing());
        }
    }

    /** The message for one failure. Exceptions of our own say all; so do most of I/O; others are defects and say so. */
    static String message(Throwable failure) {
        String message = cause(failure);
        String said = message.toLowerCase(Locale.ROOT);
        return FULL.stream().anyMatch(said::contains) ? message + HELP_WHEN_FULL : message;
    }

    private static String cause(Throwable failure) {
        return switch (failure) {
            case UncheckedIOException e when e.getCause() != null -> cause(e.getCause());
            case ExecutionException e when e.getCause() != null -> cause(e.getCause());
            case CompletionException e when e.getCause() != null -> cause(e.getCause());
            case Throwable e when e.getClass().getName().startsWith(OURS) && e.getMessage() != null -> e.getMessage();
            case FileSystemException e -> e.getFile() + ": " + reason(e);
            case UnknownHostException e ->
                "no such host: " + e.getMessage() + "\n  is this machine on the network, and the address right?";
            case ConnectException e -> "cannot connect: " + orElse(e.getMessage(), "the server does not answer");
            case HttpTimeoutException e -> "the server took too long: " + orElse(e.getMessage(), "no answer");
            case FileNotFoundException e -> orElse(e.getMessage(), "no such file");
            case OutOfMemoryError e ->
                "out of memory (" + e.getMessage() + ")\n  give it more: ATOMSMITH_JAVA_OPTS=-Xmx2g ./atomsmith ...";
            case IOException e when e.getMessage() != null -> e.getMessage() + (isThrownByUs(e) ? "" : MORE);
            default -> "internal error: " + failure + MORE;
        };
    }

    private static boolean isThrownByUs(Throwable e) {
        StackTraceElement[] trace = e.getStackTrace();
        return trace.length > 0 && trace[0].getClassName().startsWith(OURS);
    }

    private static String reason(FileSystemException e) {
        if (e.getReason() != null) {
            return e.getReason();
        }
        return switch (e) {
            case NoSuchFileException _ -> "no such file or directory";
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "exists already";
            case NotDirectoryException _ -> "not a directory";
            case DirectoryNotEmptyException _ -> "the directory is not empty";
            default -> e.getClass().getSimpleName();
        };
    }

    private static String orElse(@Nullable String message, String otherwise) {
        return message == null ? otherwise : message;
    }
}
