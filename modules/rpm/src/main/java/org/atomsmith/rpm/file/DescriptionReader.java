package org.atomsmith.rpm.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.atomsmith.rpm.PackageFormatException;
import org.atomsmith.rpm.file.PackageDescription.Change;
import org.atomsmith.rpm.file.PackageDescription.FileType;
import org.atomsmith.rpm.file.PackageDescription.ListedFile;
import org.atomsmith.rpm.file.PackageDescription.Relation;
import org.atomsmith.rpm.file.PackageDescription.Relations;

/** Takes a {@link PackageDescription} out of a package's headers. Numbers of tags are those of rpm's {@code rpmtag.h}. */
final class DescriptionReader {
    private static final int DESCRIPTION = 1005;
    private static final int BUILDHOST = 1007;
    private static final int SIZE = 1009;
    private static final int VENDOR = 1011;
    private static final int PACKAGER = 1015;
    private static final int GROUP = 1016;
    private static final int URL = 1020;
    private static final int ARCHIVESIZE = 1046;
    private static final int CHANGELOGTIME = 1080;
    private static final int CHANGELOGNAME = 1081;
    private static final int CHANGELOGTEXT = 1082;
    private static final int LONGSIZE = 5009;
    private static final int PAYLOADSIZE = 5112;
    private static final int SIG_LONGARCHIVESIZE = 271;
    private static final int SIG_PAYLOADSIZE = 1007;

    private static final int MODE_FORMAT = 0170000;
    private static final int MODE_DIRECTORY = 0040000;
    private static final int FLAG_GHOST = 1 << 6;

    private final RpmFile rpm;
    private final Header header;

    DescriptionReader(RpmFile rpm) {
        this.rpm = rpm;
        this.header = rpm.header();
    }

    PackageDescription read() throws PackageFormatException {
        String source = text(Tag.SOURCERPM);
        return new PackageDescription(
                header.require(Tag.NAME, "name"),
                number(header, Tag.EPOCH),
                header.require(Tag.VERSION, "version"),
                header.require(Tag.RELEASE, "release"),
                source.isEmpty() || header.has(Tag.SOURCEPACKAGE) ? "src" : header.require(Tag.ARCH, "architecture"),
                text(Tag.SUMMARY),
                text(DESCRIPTION),
                text(PACKAGER),
                text(URL),
                text(Tag.LICENSE),
                text(VENDOR),
                text(GROUP),
                text(BUILDHOST),
                source,
                number(header, Tag.BUILDTIME),
                header.has(LONGSIZE) ? number(header, LONGSIZE) : number(header, SIZE),
                archiveSize(),
                rpm.payloadOffset() - rpm.headerBytes().length,
                rpm.payloadOffset(),
                relations(),
                files(),
                digestAlgorithm(),
                changelog());
    }

    /** Where it stands depends on the package's version and size. */
    private long archiveSize() throws PackageFormatException {
        Header signature = rpm.signature();
        if (signature.has(SIG_LONGARCHIVESIZE)) {
            return number(signature, SIG_LONGARCHIVESIZE);
        }
        if (signature.has(SIG_PAYLOADSIZE)) {
            return number(signature, SIG_PAYLOADSIZE);
        }
        return header.has(PAYLOADSIZE) ? number(header, PAYLOADSIZE) : number(header, ARCHIVESIZE);
    }

    private Relations relations() throws PackageFormatException {
        return new Relations(
                relations(1047, 1112, 1113),
                relations(1049, 1048, 1050),
                relations(1054, 1053, 1055),
                relations(1090, 1114, 1115),
                relations(5049, 5051, 5050),
                relations(5055, 5057, 5056),
                relations(5046, 5048, 5047),
                relations(5052, 5054, 5053));
    }

    private List<Relation> relations(int nameTag, int flagsTag, int versionTag) throws PackageFormatException {
        List<String> names = header.strings(nameTag);
        long[] flags = header.numbers(flagsTag);
        List<String> versions = header.strings(versionTag);
        if ((flags.length != 0 && flags.length != names.size())
                || (!versions.isEmpty() && versions.size() != names.size())) {
            throw new PackageFormatException(
                    rpm.name() + ": header entry " + nameTag + " has " + names.size() + " names, " + flags.length
                            + " flags and " + versions.size() + " versions",
                    -1);
        }
        List<Relation> relations = new ArrayList<>(names.size());
        for (int i = 0; i < names.size(); i++) {
            relations.add(new Relation(
                    names.get(i), flags.length == 0 ? 0 : flags[i], versions.isEmpty() ? "" : versions.get(i)));
        }
        return relations;
    }

    private List<ListedFile> files() throws PackageFormatException {
        List<String> paths = FileTable.paths(header, rpm.name());
        long[] modes = header.numbers(Tag.FILEMODES);
        long[] flags = header.numbers(Tag.FILEFLAGS);
        List<String> digests = header.strings(Tag.FILEDIGESTS);
        List<ListedFile> files = new ArrayList<>(paths.size());
        for (int i = 0; i < paths.size(); i++) {
            boolean directory = i < modes.length && (modes[i] & MODE_FORMAT) == MODE_DIRECTORY;
            boolean ghost = i < flags.length && (flags[i] & FLAG_GHOST) != 0;
            files.add(new ListedFile(
                    paths.get(i),
                    directory ? FileType.DIRECTORY : ghost ? FileType.GHOST : FileType.FILE,
                    i < digests.size() ? digests.get(i) : ""));
        }
        return files;
    }

    private String digestAlgorithm() throws PackageFormatException {
        long[] algorithm = header.numbers(Tag.FILEDIGESTALGO);
        return PackageIntegrity.algorithm(algorithm.length == 0 ? 1 : algorithm[0])
                .map(java -> java.toLowerCase(Locale.ROOT).replace("-", ""))
                .orElse("");
    }

    private List<Change> changelog() throws PackageFormatException {
        long[] times = header.numbers(CHANGELOGTIME);
        List<String> authors = header.strings(CHANGELOGNAME);
        List<String> texts = header.strings(CHANGELOGTEXT);
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < Math.min(times.length, Math.min(authors.size(), texts.size())); i++) {
            changes.add(new Change(times[i], authors.get(i), texts.get(i)));
        }
        return changes;
    }

    private String text(int tag) throws PackageFormatException {
        return header.string(tag).orElse("");
    }

    private static long number(Header header, int tag) throws PackageFormatException {
        long[] numbers = header.numbers(tag);
        return numbers.length == 0 ? 0 : numbers[0];
    }
}
