package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.atomsmith.linux.FileStatus;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;

/**
 * Objects with the same bytes but another owner or other permissions share their blocks on disk, where the file system
 * can and {@code [core] payload-link-threshold} says from which size on. A link from the checksum of the bytes to the
 * first object that had them tells whom to share with. Thread-safe.
 */
final class PayloadLinks {
    private static final String CAPABILITY = "security.capability";
    private static final int SETUID_AND_SETGID = 06000;
    private static final int OWNER_WRITES = 0200;

    private final ObjectFiles files;
    private final ContentLayout layout;
    private final long threshold;
    private final ConcurrentMap<Checksum, Checksum> objects = new ConcurrentHashMap<>();

    private PayloadLinks(ObjectFiles files, ContentLayout layout, long threshold) {
        this.files = files;
        this.layout = layout;
        this.threshold = threshold;
    }

    /** Those of a repository; empty when it keeps none. */
    static Optional<PayloadLinks> of(Repository repository, ContentLayout layout) throws IOException {
        long threshold = repository.config().payloadLinkThreshold();
        return threshold >= 0 && repository.mode() != RepositoryMode.ARCHIVE && canShare(repository)
                ? Optional.of(new PayloadLinks(repository.files(), layout, threshold))
                : Optional.empty();
    }

    private static boolean canShare(Repository repository) throws IOException {
        Path probe =
                repository.tmp().resolve("reflink-" + ProcessHandle.current().pid());
        Files.deleteIfExists(probe);
        try {
            return LinuxFiles.cloneFile(repository.path().resolve("config"), probe, 0600);
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    /** Makes a staged object share its blocks with another that has the same bytes, or remembers it for later ones. */
    void share(Checksum object, Path file) throws IOException {
        FileStatus status = LinuxFiles.stat(file);
        if (!status.isRegular() || status.size() == 0 || status.size() < threshold) {
            return;
        }
        FileHeader header = layout.info(file).header();
        // Writing to a file takes such rights from it.
        boolean privileged = (header.permissions() & SETUID_AND_SETGID) != 0
                || header.xattrs().entries().stream()
                        .anyMatch(xattr -> xattr.name().equals(CAPABILITY));
        if (header.isSymlink() || privileged) {
            return;
        }
        Checksum payload = digest(file);
        Optional<Path> other = published(payload);
        if (other.isEmpty()) {
            Optional<Checksum> first = Optional.ofNullable(objects.putIfAbsent(payload, object));
            other = first.map(checksum -> files.path(ObjectName.file(checksum)));
        }
        // A link is no proof.
        if (other.isPresent() && Files.exists(other.get()) && Files.mismatch(other.get(), file) < 0) {
            boolean writable = (status.permissions() & OWNER_WRITES) != 0;
            if (!writable) {
                LinuxFiles.chmod(file, status.permissions() | OWNER_WRITES);
            }
            LinuxFiles.shareContent(other.get(), file);
            if (!writable) {
                LinuxFiles.chmod(file, status.permissions());
            }
            LinuxFiles.setTimes(file, 0, 0);
        }
    }

    private static Checksum digest(Path file) throws IOException {
        MessageDigest digest = Checksum.sha256OfContent();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[ContentFiles.BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return Checksum.of(digest.digest());
    }

    /** The object that a link leads to. */
    private Optional<Path> published(Checksum payload) throws IOException {
        Path link = files.published(new ObjectName(ObjectType.PAYLOAD_LINK, payload));
        if (!Files.isSymbolicLink(link)) {
            return Optional.empty();
        }
        String target = Files.readSymbolicLink(link).toString();
        String hex = target.startsWith("../") && target.endsWith(".file")
                ? target.substring(3, target.length() - ".file".length()).replace("/", "")
                : "";
        return Checksum.tryParse(hex)
                .map(checksum -> files.published(ObjectName.file(checksum)))
                .filter(Files::isRegularFile);
    }

    /** Makes the links to objects that are published now. */
    void publish() throws IOException {
        for (Map.Entry<Checksum, Checksum> entry : objects.entrySet()) {
            Path link = files.published(new ObjectName(ObjectType.PAYLOAD_LINK, entry.getKey()));
            Path object = files.published(ObjectName.file(entry.getValue()));
            if (Files.exists(object)) {
                Path shard = Files.createDirectories(files.directory().resolve(ObjectPaths.shard(entry.getKey())));
                try {
                    Files.createSymbolicLink(link, shard.relativize(object));
                } catch (FileAlreadyExistsException e) {
                    // Another was first.
                    continue;
                }
            }
        }
    }
}
