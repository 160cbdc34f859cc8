package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atomsmith.linux.FileNames;
import org.atomsmith.linux.FileStatus;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.object.CorruptObjectException;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.Xattr;
import org.atomsmith.ostree.object.Xattrs;

/** Mode bare: files and symbolic links with their real owners, permissions and xattrs. Needs root to write. */
final class BareLayout implements ContentLayout {
    private final boolean withoutXattrs;

    /** With {@code [core] disable-xattrs}, those that files have are not looked at. */
    BareLayout(boolean withoutXattrs) {
        this.withoutXattrs = withoutXattrs;
    }

    @Override
    public ContentSink create(Path path, FileHeader header, long size) throws IOException {
        return new PlainSink(path, file -> {
            // The owner comes before the rest: changing it clears capabilities and setuid.
            file.chown(header.uid(), header.gid());
            for (Xattr xattr : header.xattrs().entries()) {
                file.setXattr(xattr.name(), xattr.value());
            }
            file.chmod(header.permissions());
            file.setTimes(0, 0);
        });
    }

    @Override
    public void createSymlink(Path path, FileHeader header) throws IOException {
        LinuxFiles.symlink(header.symlinkTarget(), path);
        own(path, header);
        LinuxFiles.setTimes(path, 0, 0);
    }

    private static void own(Path path, FileHeader header) throws IOException {
        LinuxFiles.chown(path, header.uid(), header.gid());
        for (Xattr xattr : header.xattrs().entries()) {
            org.atomsmith.linux.Xattrs.set(path, xattr.name(), xattr.value());
        }
    }

    /** In this mode the header is what the file has. */
    @Override
    public boolean isSealed(Path path) {
        return true;
    }

    @Override
    public ContentInfo info(Path path) throws IOException {
        FileStatus status = LinuxFiles.stat(path);
        Xattrs xattrs = withoutXattrs ? Xattrs.NONE : Xattrs.of(org.atomsmith.linux.Xattrs.all(path));
        return info(path, status, xattrs);
    }

    /**
     * What a file or symbolic link is whose own owner and mode are the object's.
     *
     * @throws CorruptObjectException when it is neither
     */
    static ContentInfo info(Path path, FileStatus status, Xattrs xattrs) throws IOException {
        String target = status.isSymlink() ? FileNames.text(Files.readSymbolicLink(path)) : "";
        try {
            return new ContentInfo(
                    new FileHeader(status.uid(), status.gid(), status.mode(), target, xattrs),
                    status.isSymlink() ? 0 : status.size());
        } catch (IllegalArgumentException e) {
            throw new CorruptObjectException(path + ": " + e.getMessage(), e);
        }
    }
}
