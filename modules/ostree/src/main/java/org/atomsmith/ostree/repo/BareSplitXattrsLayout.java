package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atomsmith.linux.FileStatus;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.gvariant.VariantException;
import org.atomsmith.ostree.gvariant.VariantType;
import org.atomsmith.ostree.object.CorruptObjectException;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.object.Xattrs;

/**
 * Mode bare-split-xattrs: files and symbolic links with their real owners and permissions; their xattrs are the content
 * of {@code .file-xattrs} objects, to which each file has a hard link named {@code .file-xattrs-link}. Read only, as
 * libostree itself has it.
 */
final class BareSplitXattrsLayout implements ContentLayout {
    private static final VariantType TYPE = VariantType.parse("a(ayay)");
    /** XATTR_LIST_MAX names with values of XATTR_SIZE_MAX would be more; no file system keeps so much. */
    private static final long MAX = 16L << 20;

    @Override
    public ContentSink create(Path path, FileHeader header, long size) throws IOException {
        throw notWritten();
    }

    @Override
    public void createSymlink(Path path, FileHeader header) throws IOException {
        throw notWritten();
    }

    private static RepositoryException notWritten() {
        return new RepositoryException("Not allowed to write: repository mode bare-split-xattrs is for reading only");
    }

    @Override
    public boolean isSealed(Path path) {
        return true;
    }

    @Override
    public ContentInfo info(Path path) throws IOException {
        FileStatus status = LinuxFiles.stat(path);
        return BareLayout.info(path, status, xattrs(path));
    }

    private static Xattrs xattrs(Path path) throws IOException {
        String name = path.getFileName().toString();
        String base = name.substring(0, name.lastIndexOf('.'));
        Path link = path.resolveSibling(base + "." + ObjectType.FILE_XATTRS_LINK.extension());
        long size = Files.size(link);
        if (size > MAX) {
            throw new CorruptObjectException(link + ": xattrs of " + size + " bytes; the limit is " + MAX);
        }
        try {
            return Xattrs.fromVariant(Variant.parse(TYPE, Files.readAllBytes(link)));
        } catch (VariantException e) {
            throw new CorruptObjectException(link + ": " + e.getMessage(), e);
        }
    }
}
