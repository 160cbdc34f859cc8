package org.atomsmith.ostree.diff;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.atomsmith.linux.FileNames;
import org.atomsmith.linux.FileStatus;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.DirMeta;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.Xattrs;

/** The checksums that files of the machine would have as objects. */
public final class LocalFile {
    private LocalFile() {}

    /** The checksum of a file, a symbolic link, or a directory's metadata, as it is. */
    public static Checksum checksum(Path path, boolean withXattrs) throws IOException {
        FileStatus status = LinuxFiles.stat(path);
        return checksum(path, status, status.uid(), status.gid(), withXattrs);
    }

    /** The same as if it belonged to somebody else. */
    static Checksum checksum(Path path, FileStatus status, int uid, int gid, boolean withXattrs) throws IOException {
        Xattrs xattrs = withXattrs ? Xattrs.of(org.atomsmith.linux.Xattrs.all(path)) : Xattrs.NONE;
        return switch (status.kind()) {
            case DIRECTORY -> new DirMeta(uid, gid, status.mode(), xattrs).checksum();
            case SYMLINK -> {
                String target = FileNames.text(Files.readSymbolicLink(path));
                yield new FileHeader(uid, gid, status.mode(), target, xattrs).checksum(new byte[0]);
            }
            case REGULAR -> {
                MessageDigest digest = new FileHeader(uid, gid, status.mode(), "", xattrs).digest();
                try (InputStream in = Files.newInputStream(path)) {
                    byte[] buffer = new byte[65_536];
                    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                        digest.update(buffer, 0, n);
                    }
                }
                yield Checksum.of(digest.digest());
            }
            default -> throw new FileSystemException(path.toString(), null, "Not a regular file, directory or symlink");
        };
    }
}
