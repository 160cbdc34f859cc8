package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atomsmith.ostree.object.FileHeader;

/** How one mode of repository lays a file object down in a file of its own. */
interface ContentLayout {

    /** Starts a new file at a path that does not exist, for a regular file of a size in bytes. */
    ContentSink create(Path path, FileHeader header, long size) throws IOException;

    /** Makes the whole object of a symbolic link at a path that does not exist. */
    void createSymlink(Path path, FileHeader header) throws IOException;

    /** Reads header and size. */
    ContentInfo info(Path path) throws IOException;

    /** Opens the object; the stream fails when the object is shorter or longer than its size. */
    default ContentObject open(Path path) throws IOException {
        ContentInfo info = info(path);
        InputStream stream = info.header().isSymlink()
                ? InputStream.nullInputStream()
                : new ExactInputStream(Files.newInputStream(path), info.size(), path);
        return new ContentObject(info, stream);
    }

    /** True when a file whose header and bytes are right also has the permissions that its writer gives last. */
    boolean isSealed(Path path) throws IOException;

    /** The layout of a mode. */
    static ContentLayout of(RepositoryConfig config, RepositoryMode mode) {
        return switch (mode) {
            case ARCHIVE -> new ArchiveLayout(() -> new FastCompressor(config.archiveLevel()));
            case BARE -> new BareLayout(config.disableXattrs());
            case BARE_USER -> new BareUserLayout();
            case BARE_USER_ONLY -> new BareUserOnlyLayout();
            case BARE_SPLIT_XATTRS -> new BareSplitXattrsLayout();
        };
    }

    /** The layout of a mode, where files are to be as long as libostree makes them. */
    static ContentLayout asLibostree(RepositoryConfig config, RepositoryMode mode) {
        return mode == RepositoryMode.ARCHIVE
                ? new ArchiveLayout(() -> new ZlibCompressor(config.zlibLevel()))
                : of(config, mode);
    }
}
