package org.atomsmith.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A system call failed. The message names the call, what it was applied to, and the kernel's reason. */
public final class LinuxException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String call;
    private final int errno;
    private final transient Optional<Path> path;

    LinuxException(String call, String subject, Optional<Path> path, int errno) {
        super(call + "(" + subject + "): " + Errno.describe(errno));
        this.call = call;
        this.errno = errno;
        this.path = path;
    }

    LinuxException(String call, Path path, int errno) {
        this(call, path.toString(), Optional.of(path), errno);
    }

    /** The call that failed: {@code "lchown"}. */
    public String call() {
        return call;
    }

    /** The kernel's error number, one of the constants of {@link Errno} or another. */
    public int errno() {
        return errno;
    }

    /** The file that the call was applied to, where it was one. */
    public Optional<Path> path() {
        return path;
    }
}
