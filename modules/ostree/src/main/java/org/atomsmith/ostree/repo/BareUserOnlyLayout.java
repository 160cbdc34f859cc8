package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atomsmith.linux.FileNames;
import org.atomsmith.linux.FileStatus;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.object.CorruptObjectException;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.FileMode;
import org.atomsmith.ostree.object.Xattrs;

/**
 * Mode bare-user-only: files and symbolic links as they are, belonging to whoever runs this, read as root's without
 * xattrs. An object has the checksum that its name says only when it was committed with such metadata.
 */
final class BareUserOnlyLayout implements ContentLayout {
    /** The permissions that files may have. */
    static final int PERMISSIONS = 0775;

    @Override
    public ContentSink create(Path path, FileHeader header, long size) throws IOException {
        return new PlainSink(path, file -> {
            file.chmod(header.permissions() & PERMISSIONS);
            file.setTimes(0, 0);
        });
    }

    @Override
    public void createSymlink(Path path, FileHeader header) throws IOException {
        LinuxFiles.symlink(header.symlinkTarget(), path);
        LinuxFiles.setTimes(path, 0, 0);
    }

    /** In this mode the header is what the file has. */
    @Override
    public boolean isSealed(Path path) {
        return true;
    }

    @Override
    public ContentInfo info(Path path) throws IOException {
        FileStatus status = LinuxFiles.stat(path);
        try {
            if (status.isSymlink()) {
                String target = FileNames.text(Files.readSymbolicLink(path));
                return new ContentInfo(FileHeader.symlink(target), 0);
            }
            int mode = FileMode.REGULAR | status.permissions();
            return new ContentInfo(new FileHeader(0, 0, mode, "", Xattrs.NONE), status.size());
        } catch (IllegalArgumentException e) {
            throw new CorruptObjectException(path + ": " + e.getMessage(), e);
        }
    }
}
