package org.atomsmith.rpm.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * What a package's header says that repository metadata repeat; empty strings where it says nothing. The header's strings
 * are taken as UTF-8, and as ISO 8859-1 where they are not.
 *
 * @param epoch 0 when none is stated
 * @param arch {@code src} for a source package, whatever it was built on
 * @param buildTime seconds since 1970
 * @param installedSize bytes of all files
 * @param archiveSize bytes of the payload, decompressed
 * @param headerStart offset of the main header in the package file
 * @param headerEnd offset behind it
 * @param changelog newest first, as the header has it
 */
public record PackageDescription(
        String name,
        long epoch,
        String version,
        String release,
        String arch,
        String summary,
        String description,
        String packager,
        String url,
        String license,
        String vendor,
        String group,
        String buildHost,
        String sourceRpm,
        long buildTime,
        long installedSize,
        long archiveSize,
        long headerStart,
        long headerEnd,
        Relations relations,
        List<ListedFile> files,
        String fileDigestAlgorithm,
        List<Change> changelog) {

    public PackageDescription {
        files = List.copyOf(files);
        changelog = List.copyOf(changelog);
    }

    /** The package's relations by kind, in the header's order. */
    public record Relations(
            List<Relation> provides,
            List<Relation> requires,
            List<Relation> conflicts,
            List<Relation> obsoletes,
            List<Relation> suggests,
            List<Relation> enhances,
            List<Relation> recommends,
            List<Relation> supplements) {}

    /**
     * One relation as the header has it.
     *
     * @param name a capability, a path, or a rich dependency in parentheses
     * @param flags rpm's {@code RPMSENSE_} bits
     * @param version {@code [epoch:]version[-release]}, empty for any
     */
    public record Relation(String name, long flags, String version) {}

    /** What a path is to repository metadata. */
    public enum FileType {
        /** A file, a link, a device. */
        FILE,
        /** A directory. */
        DIRECTORY,
        /** A path that belongs to the package and is not in its payload. */
        GHOST
    }

    /**
     * One of the package's files.
     *
     * @param path absolute
     * @param digest hexadecimal, as the header has it; empty for what has no content
     */
    public record ListedFile(String path, FileType type, String digest) {}

    /**
     * One entry of the changelog.
     *
     * @param time seconds since 1970
     */
    public record Change(long time, String author, String text) {}

    /**
     * Reads the headers from the start of a package file, leaving the stream at the payload.
     *
     * @param name what messages call the file
     * @throws org.atomsmith.rpm.PackageFormatException when it is no package
     */
    public static PackageDescription read(InputStream in, String name) throws IOException {
        return new DescriptionReader(RpmFile.read(in, name)).read();
    }

    /** Name, version, release and architecture: the customary name of the package's file, without its suffix. */
    public String nvra() {
        return name + "-" + version + "-" + release + "." + arch;
    }

    /** The digest algorithm in lower case, {@code sha256} usually; absent when no file has a digest. */
    public Optional<String> digestAlgorithm() {
        return Optional.of(fileDigestAlgorithm).filter(a -> !a.isEmpty());
    }
}
