package org.atomsmith.linux;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Copies of regular files, the cheapest way that the file system has. */
final class FileCopy {
    private static final long CHUNK = 1L << 30;

    private FileCopy() {}

    static boolean cloneFile(Path from, Path to, int permissions) throws IOException {
        try (Descriptor source = Descriptor.openForReading(from);
                Descriptor target = create(to, permissions)) {
            if (shareBlocks(source, target)) {
                return true;
            }
        }
        Files.delete(to);
        return false;
    }

    static boolean shareContent(Path from, Path to) throws LinuxException {
        try (Descriptor source = Descriptor.openForReading(from);
                Descriptor target = Descriptor.open(to, Posix.O_WRONLY, 0)) {
            return shareBlocks(source, target);
        }
    }

    static void copyFile(Path from, Path to, int permissions) throws IOException {
        try (Descriptor source = Descriptor.openForReading(from);
                Descriptor target = create(to, permissions)) {
            boolean done = false;
            try {
                if (!shareBlocks(source, target) && !copyInKernel(source, target)) {
                    copyThroughMemory(from, to);
                }
                done = true;
            } finally {
                if (!done) {
                    Files.deleteIfExists(to);
                }
            }
        }
    }

    private static Descriptor create(Path to, int permissions) throws LinuxException {
        return Descriptor.open(to, Posix.O_WRONLY | Posix.O_CREAT | Posix.O_EXCL, permissions);
    }

    private static boolean shareBlocks(Descriptor source, Descriptor target) throws LinuxException {
        try {
            Posix.ficlone(target.fd(), source.fd(), target.path());
            return true;
        } catch (LinuxException e) {
            if (isUnsupported(e)) {
                return false;
            }
            throw e;
        }
    }

    private static boolean copyInKernel(Descriptor source, Descriptor target) throws LinuxException {
        boolean first = true;
        while (true) {
            try {
                long copied = Posix.copyFileRange(source.fd(), target.fd(), CHUNK, target.path());
                if (copied == 0) {
                    // Files of /proc and the like claim to be empty: let read(2) decide.
                    return !first || LinuxFiles.stat(source.path()).blocks() > 0;
                }
            } catch (LinuxException e) {
                if (first && isUnsupported(e)) {
                    return false;
                }
                throw e;
            }
            first = false;
        }
    }

    private static void copyThroughMemory(Path from, Path to) throws IOException {
        try (InputStream in = Files.newInputStream(from);
                OutputStream out = Files.newOutputStream(to, StandardOpenOption.WRITE)) {
            // Not transferTo: it trusts the size, and files of /proc claim to be empty.
            byte[] buffer = new byte[65_536];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
            }
        }
    }

    private static boolean isUnsupported(LinuxException e) {
        return switch (e.errno()) {
            case Errno.EOPNOTSUPP, Errno.EXDEV, Errno.EINVAL, Errno.ENOTTY, Errno.ENOSYS -> true;
            default -> false;
        };
    }
}
