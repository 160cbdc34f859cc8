package org.atomsmith.rpm.extract;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.atomsmith.linux.Trees;
import org.atomsmith.rpm.PackageFormatException;
import org.atomsmith.rpm.file.PackageFile;
import org.atomsmith.rpm.file.RpmFile;
import org.atomsmith.rpm.file.RpmFormat;
import org.atomsmith.rpm.openpgp.SignatureVerifier;

/**
 * Puts a package's files into a new directory. Nothing is written before signature (when demanded) and digests have been
 * checked, and nothing outside of the directory whatever the package says: paths are those of its header, of which none may
 * leave the root or pass through another file or link of the package. The directory appears when it is complete.
 */
public final class PackageExtraction {
    private static final int TYPE = 0170000;
    private static final int DIRECTORY = 0040000;
    private static final int REGULAR = 0100000;
    private static final long GHOST = 1 << 6;

    private final Optional<SignatureVerifier> verifier;

    /**
     * Prepares.
     *
     * @param verifier when given, only packages that a key signed which it trusts are unpacked
     */
    public PackageExtraction(Optional<SignatureVerifier> verifier) {
        this.verifier = verifier;
    }

    /**
     * What was unpacked.
     *
     * @param bytes of regular files, each counted once
     * @param skipped paths that were left out: devices and sockets
     */
    public record Result(int files, int directories, int links, long bytes, List<String> skipped) {}

    /**
     * Unpacks a package.
     *
     * @param file the package
     * @param name what messages call it
     * @param directory made by this; may exist when it is empty
     * @throws PackageFormatException when the package is damaged or means harm
     */
    public Result extract(Path file, String name, Path directory) throws IOException {
        RpmFile rpm;
        try (var in = Files.newInputStream(file)) {
            rpm = RpmFile.read(in, name);
        }
        List<PackageFile> files = PackageFile.list(rpm);
        requireSeparatePaths(files, name);
        Path target = directory.toAbsolutePath().normalize();
        requireEmpty(target);
        requireRoom(files, name, target);
        Path aside = Files.createTempDirectory(existingParent(target), "." + target.getFileName() + ".part-");
        try {
            UnpackedTree tree = new UnpackedTree(aside, times(files));
            verifier.map(RpmFormat::signed).orElseGet(RpmFormat::unsigned).unpack(file, name, tree);
            Result result = tree.finish(files);
            Files.deleteIfExists(target);
            Files.move(aside, target);
            return result;
        } catch (IOException | RuntimeException e) {
            Trees.delete(aside);
            throw e;
        }
    }

    /** A path below what is no directory could lead out of the tree, or write through a link. */
    private static void requireSeparatePaths(List<PackageFile> files, String name) throws PackageFormatException {
        Set<String> leaves = new HashSet<>();
        for (PackageFile file : files) {
            if ((file.mode() & TYPE) != DIRECTORY) {
                leaves.add(file.path());
            }
        }
        for (PackageFile file : files) {
            for (int slash = file.path().lastIndexOf('/');
                    slash > 0;
                    slash = file.path().lastIndexOf('/', slash - 1)) {
                String above = file.path().substring(0, slash);
                if (leaves.contains(above)) {
                    throw new PackageFormatException(
                            name + ": '" + file.path() + "' lies below '" + above
                                    + "', which is no directory in the package; nothing was unpacked",
                            -1);
                }
            }
        }
    }

    private static void requireEmpty(Path target) throws IOException {
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        try (var entries = Files.newDirectoryStream(target)) {
            if (entries.iterator().hasNext()) {
                throw new DirectoryNotEmptyException(target.toString());
            }
        }
    }

    /** A package of a few bytes may claim files of terabytes, and bring them. */
    private static void requireRoom(List<PackageFile> files, String name, Path target) throws IOException {
        long wanted = 0;
        for (PackageFile file : files) {
            if ((file.mode() & TYPE) == REGULAR && (file.flags() & GHOST) == 0) {
                wanted = Math.addExact(wanted, Math.max(0, Math.min(file.size(), 1L << 50)));
            }
        }
        long free = Files.getFileStore(existingParent(target)).getUsableSpace();
        if (wanted > free) {
            throw new PackageFormatException(
                    name + ": its files need " + wanted + " bytes and " + free + " are free beside " + target
                            + "; free some space, or choose another place",
                    -1);
        }
    }

    private static Path existingParent(Path target) throws IOException {
        Path parent = target.getParent();
        if (parent == null || target.getFileName() == null) {
            throw new FileAlreadyExistsException(target.toString());
        }
        if (!Files.isDirectory(parent)) {
            throw new NoSuchFileException(parent.toString());
        }
        return parent;
    }

    private static Map<String, Long> times(List<PackageFile> files) {
        Map<String, Long> times = new HashMap<>();
        for (PackageFile file : files) {
            times.put(file.path().startsWith("/") ? file.path().substring(1) : file.path(), file.mtime());
        }
        return times;
    }
}
