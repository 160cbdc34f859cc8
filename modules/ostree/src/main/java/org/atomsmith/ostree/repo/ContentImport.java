package org.atomsmith.ostree.repo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.OptionalLong;
import org.atomsmith.linux.Errno;
import org.atomsmith.linux.LinuxException;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.CorruptObjectException;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.ObjectName;

/**
 * Brings file objects that another repository has into a transaction, from its directory or in the form that it serves,
 * in the cheapest way that both modes allow: as a hard link, as they are, or written anew. Thread-safe.
 */
public final class ContentImport {
    private final Repository repository;
    private final ContentFiles files;
    private final StagedObjects objects;
    private final DecoderPool decoders = new DecoderPool();

    ContentImport(Repository repository, ContentFiles files, StagedObjects objects) {
        this.repository = repository;
        this.files = files;
        this.objects = objects;
    }

    /**
     * Writes a file object that another repository has, unless it is here; verifies its checksum on the way. Between
     * repositories of one mode on one file system it becomes a hard link.
     *
     * @return bytes of the file that was written; empty when it was here
     * @throws CorruptObjectException when its content is not what its name says
     */
    public OptionalLong fromRepository(Checksum checksum, Repository source) throws IOException {
        return fromRepository(checksum, source, ImportPolicy.VERIFY);
    }

    /** The same, asking of the file what the policy says. */
    public OptionalLong fromRepository(Checksum checksum, Repository source, ImportPolicy policy) throws IOException {
        objects.countContent();
        ObjectName name = ObjectName.file(checksum);
        if (objects.has(name)) {
            return OptionalLong.empty();
        }
        if (keepsAlike(checksum, source) && link(checksum, source, policy)) {
            return OptionalLong.of(repository.contentInfo(checksum).size());
        }
        if (source.mode() == RepositoryMode.ARCHIVE) {
            Path file = source.objectPath(name);
            try (InputStream in = Files.newInputStream(file)) {
                return archived(checksum, in, Files.size(file), policy, file);
            } catch (NoSuchFileException e) {
                throw new ObjectNotFoundException(name, source.path());
            }
        }
        try (ContentObject content = source.openContent(checksum)) {
            return keepContent(checksum, content, policy, "repository " + source.path());
        }
    }

    /**
     * Writes a file object from the form that archive repositories serve, {@code .filez}; into an archive it goes as it
     * came.
     *
     * @param archived the whole file; it is read to its end, not closed
     * @param length its bytes
     * @param origin where it comes from, for messages: a URL
     * @return bytes of the file that was written, uncompressed; empty when it was here
     * @throws CorruptObjectException when its content is not what its name says, or it is not such a file
     */
    public OptionalLong fromArchived(
            Checksum checksum, InputStream archived, long length, ImportPolicy policy, Object origin)
            throws IOException {
        objects.countContent();
        return objects.has(ObjectName.file(checksum))
                ? OptionalLong.empty()
                : archived(checksum, archived, length, policy, origin);
    }

    private OptionalLong archived(
            Checksum checksum, InputStream archived, long length, ImportPolicy policy, Object origin)
            throws IOException {
        return repository.mode() == RepositoryMode.ARCHIVE
                ? keepArchived(checksum, archived, length, policy, origin)
                : unpack(checksum, archived, length, policy, origin);
    }

    /** A user's file without owner and xattrs of its own is the same in both modes for users. */
    private boolean keepsAlike(Checksum checksum, Repository source) throws IOException {
        if (source.mode() != RepositoryMode.BARE_USER || repository.mode() != RepositoryMode.BARE_USER_ONLY) {
            return source.mode() == repository.mode();
        }
        FileHeader header = source.contentInfo(checksum).header();
        return !header.isSymlink()
                && header.uid() == 0
                && header.gid() == 0
                && header.xattrs().isEmpty()
                && header.permissions() == BareUserLayout.physicalPermissions(header);
    }

    /** Where both repositories keep the object alike and on one file system, one file serves both. */
    private boolean link(Checksum checksum, Repository source, ImportPolicy policy) throws IOException {
        ObjectName name = ObjectName.file(checksum);
        if (policy.trust() == Trust.VERIFY) {
            source.verify(name);
        }
        if (policy.bareUserOnlyFiles()) {
            policy.check(checksum, source.contentInfo(checksum).header());
        }
        try {
            return objects.writeContent(checksum, 0, file -> LinuxFiles.link(source.objectPath(name), file));
        } catch (LinuxException e) {
            return linkRefused(e);
        }
    }

    /** False when a copy does where a hard link does not; otherwise what is wrong is thrown. */
    static boolean linkRefused(LinuxException e) throws LinuxException {
        return switch (e.errno()) {
            case Errno.EXDEV, Errno.EMLINK, Errno.EPERM, Errno.ENOENT -> false;
            default -> throw e;
        };
    }

    /** What is not large is unpacked in memory, with no stream upon stream. */
    private OptionalLong unpack(
            Checksum checksum, InputStream archived, long length, ImportPolicy policy, Object origin)
            throws IOException {
        InputStream rest = archived;
        if (length <= ArchivedFile.MOST_AT_ONCE) {
            byte[] file = archived.readNBytes((int) length);
            Optional<ArchivedFile.Whole> whole = ArchivedFile.whole(file, decoders, origin);
            if (whole.isPresent()) {
                return keepWhole(checksum, whole.get(), policy, origin);
            }
            rest = new ByteArrayInputStream(file);
        }
        try (ContentObject content = ArchivedFile.open(rest, length, decoders, origin)) {
            return keepContent(checksum, content, policy, origin);
        }
    }

    private OptionalLong keepWhole(Checksum checksum, ArchivedFile.Whole whole, ImportPolicy policy, Object origin)
            throws IOException {
        FileHeader header = whole.header();
        byte[] content = whole.content();
        BareUserOnly.check(repository.mode(), header, checksum);
        policy.check(checksum, header);
        if (policy.trust() == Trust.VERIFY) {
            MessageDigest digest = header.digest();
            digest.update(content);
            requireSame(checksum, digest, origin);
        }
        boolean written = objects.writeContent(checksum, content.length, file -> files.write(file, header, content));
        return written ? OptionalLong.of(content.length) : OptionalLong.empty();
    }

    private OptionalLong keepContent(Checksum checksum, ContentObject content, ImportPolicy policy, Object origin)
            throws IOException {
        FileHeader header = content.info().header();
        BareUserOnly.check(repository.mode(), header, checksum);
        long size = content.info().size();
        policy.check(checksum, header);
        boolean verify = policy.trust() == Trust.VERIFY;
        boolean written = objects.writeContent(checksum, size, file -> {
            Optional<MessageDigest> digest = verify ? Optional.of(header.digest()) : Optional.empty();
            files.write(file, header, size, content.stream(), digest);
            if (digest.isPresent()) {
                requireSame(checksum, digest.get(), origin);
            }
        });
        return written ? OptionalLong.of(size) : OptionalLong.empty();
    }

    /** Keeps the compressed bytes as they are while they are decompressed to be verified. */
    private OptionalLong keepArchived(
            Checksum checksum, InputStream archived, long length, ImportPolicy policy, Object origin)
            throws IOException {
        long[] size = new long[1];
        objects.takeSpace(length);
        boolean written = objects.writeContent(checksum, 0, file -> {
            try (ObjectOutput out = new ObjectOutput(file)) {
                InputStream tee = new TeeInputStream(archived, out, (int) Math.clamp(length, 512, ContentFiles.BUFFER));
                try (ContentObject content = ArchivedFile.open(tee, length, decoders, origin)) {
                    size[0] = content.info().size();
                    policy.check(checksum, content.info().header());
                    if (policy.trust() == Trust.VERIFY) {
                        MessageDigest digest = content.info().header().digest();
                        ContentFiles.copy(content.stream(), size[0], Optional.of(digest), ContentSink.NOWHERE);
                        requireSame(checksum, digest, origin);
                    }
                }
                tee.transferTo(OutputStream.nullOutputStream());
            }
            LinuxFiles.chmod(file, ArchiveLayout.PERMISSIONS);
        });
        objects.countContentBytes(written ? size[0] : 0);
        return written ? OptionalLong.of(size[0]) : OptionalLong.empty();
    }

    private static void requireSame(Checksum checksum, MessageDigest digest, Object origin)
            throws CorruptObjectException {
        Checksum actual = Checksum.of(digest.digest());
        if (!actual.equals(checksum)) {
            throw new CorruptObjectException("Corrupted file object; checksum expected='" + checksum + "' actual='"
                    + actual + "' from " + origin + ": remove it there, and write or pull it again");
        }
    }
}
