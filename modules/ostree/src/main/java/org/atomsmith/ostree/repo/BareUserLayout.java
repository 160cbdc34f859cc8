package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.linux.NewFile;
import org.atomsmith.linux.Xattrs;
import org.atomsmith.ostree.object.CorruptObjectException;
import org.atomsmith.ostree.object.DirMeta;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.FileMode;

/**
 * Mode bare-user: files as they are, belonging to whoever runs this; owner, mode and xattrs are in the xattr
 * {@code user.ostreemeta}; a symbolic link is a regular file that holds its target and a NUL. Permissions and times are
 * those that libostree gives.
 */
final class BareUserLayout implements ContentLayout {
    private static final String META = "user.ostreemeta";
    private static final int SYMLINK_PERMISSIONS = 0644;
    /** PATH_MAX: no symbolic link is longer. */
    private static final long LONGEST_TARGET = 4096;

    /**
     * The permissions of an object's own file: never writable by others nor setuid, and readable by its owner. A
     * hard link to it can stand for the file only where these are the file's own.
     */
    static int physicalPermissions(FileHeader header) {
        return header.isSymlink() ? SYMLINK_PERMISSIONS : header.permissions() & 0775 | 0400;
    }

    @Override
    public ContentSink create(Path path, FileHeader header, long size) throws IOException {
        return new PlainSink(path, file -> seal(file, header));
    }

    @Override
    public void createSymlink(Path path, FileHeader header) throws IOException {
        byte[] target = (header.symlinkTarget() + "\0").getBytes(StandardCharsets.UTF_8);
        try (NewFile file = NewFile.create(path, SYMLINK_PERMISSIONS)) {
            file.write(target, 0, target.length);
            seal(file, header);
        }
    }

    /** The xattr comes first: setting it needs write permission, which the mode may take away. */
    private static void seal(NewFile file, FileHeader header) throws IOException {
        file.setXattr(META, header.toOstreeMeta().toBytes());
        file.chmod(physicalPermissions(header));
        file.setTimes(0, 0);
    }

    @Override
    public boolean isSealed(Path path) throws IOException {
        return LinuxFiles.stat(path).permissions()
                == physicalPermissions(info(path).header());
    }

    @Override
    public ContentInfo info(Path path) throws IOException {
        byte[] raw = Xattrs.get(path, META)
                .orElseThrow(() -> new CorruptObjectException(
                        path + " has no xattr " + META + ": the object is broken, or the file system keeps no xattrs"));
        DirMeta meta = DirMeta.parseOstreeMeta(raw);
        long size = Files.size(path);
        try {
            if (!FileMode.isSymlink(meta.mode())) {
                return new ContentInfo(new FileHeader(meta.uid(), meta.gid(), meta.mode(), "", meta.xattrs()), size);
            }
            if (size > LONGEST_TARGET) {
                throw new CorruptObjectException(path + ": a symbolic link with a target of " + size + " bytes");
            }
            String target = Files.readString(path);
            target = target.endsWith("\0") ? target.substring(0, target.length() - 1) : target;
            return new ContentInfo(new FileHeader(meta.uid(), meta.gid(), meta.mode(), target, meta.xattrs()), 0);
        } catch (IllegalArgumentException e) {
            throw new CorruptObjectException(path + ": " + e.getMessage(), e);
        }
    }
}
