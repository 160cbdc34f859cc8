package org.atomsmith.rpm.file;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.rpm.PackageFormatException;
import org.atomsmith.rpm.PayloadEntry;

/** The files that a package's header lists, and which of them are hard links of one another. */
final class FileTable {
    private static final int MAX_PATH = 4095;
    private static final long MAX_SIZE = 1L << 48;
    private static final int FLAG_CONFIG = 1;
    private static final int FLAG_DOC = 1 << 1;
    private static final int FLAG_GHOST = 1 << 6;

    private final String name;
    private final List<OwnedFile> files = new ArrayList<>();
    private final Map<String, OwnedFile> byPath = new HashMap<>();
    private final Map<Integer, OwnedFile> lastOfSet = new HashMap<>();
    private final Optional<String> digestAlgorithm;

    private FileTable(String name, Optional<String> digestAlgorithm) {
        this.name = name;
        this.digestAlgorithm = digestAlgorithm;
    }

    static FileTable of(RpmFile rpm) throws PackageFormatException {
        Header header = rpm.header();
        long[] algorithm = header.numbers(Tag.FILEDIGESTALGO);
        FileTable table =
                new FileTable(rpm.name(), PackageIntegrity.algorithm(algorithm.length == 0 ? 1 : algorithm[0]));
        List<String> paths = paths(header, rpm.name());
        Columns columns = new Columns(header, rpm.name(), paths.size());
        Map<List<Long>, Integer> sets = new HashMap<>();
        for (int i = 0; i < paths.size(); i++) {
            table.add(columns.file(i, path(paths.get(i), rpm), sets));
        }
        return table;
    }

    private void add(OwnedFile file) throws PackageFormatException {
        if (byPath.put(file.path(), file) != null) {
            throw new PackageFormatException(name + ": the header lists the file /" + file.path() + " twice", -1);
        }
        files.add(file);
        lastOfSet.put(file.linkSet(), file);
    }

    List<OwnedFile> files() {
        return Collections.unmodifiableList(files);
    }

    /** Java's name of the algorithm of the files' digests; absent when it is not known here. */
    Optional<String> digestAlgorithm() {
        return digestAlgorithm;
    }

    Optional<OwnedFile> byPath(String path) {
        return Optional.ofNullable(byPath.get(path));
    }

    /** Whether the file is the one of its hard links in whose place the payload has their content. */
    boolean carriesContent(OwnedFile file) {
        OwnedFile last = lastOfSet.get(file.linkSet());
        return last != null && last.index() == file.index();
    }

    /** All paths as the header has them, with or without a table of directories. */
    static List<String> paths(Header header, String name) throws PackageFormatException {
        List<String> bases = header.strings(Tag.BASENAMES);
        if (bases.isEmpty()) {
            return header.strings(Tag.OLDFILENAMES);
        }
        List<String> directories = header.strings(Tag.DIRNAMES);
        long[] indexes = header.numbers(Tag.DIRINDEXES);
        if (indexes.length != bases.size()) {
            throw new PackageFormatException(
                    name + ": the header lists " + bases.size() + " file names and " + indexes.length
                            + " directories of them",
                    -1);
        }
        List<String> paths = new ArrayList<>(bases.size());
        for (int i = 0; i < indexes.length; i++) {
            if (indexes[i] < 0 || indexes[i] >= directories.size()) {
                throw new PackageFormatException(
                        name + ": file " + i + " is in directory number " + indexes[i] + " of " + directories.size(),
                        -1);
            }
            paths.add(directories.get((int) indexes[i]) + bases.get(i));
        }
        return paths;
    }

    /** Makes a path relative to the root, refusing every one that could leave it. Source packages have plain names. */
    private static String path(String written, RpmFile rpm) throws PackageFormatException {
        String name = rpm.name();
        if (written.equals("/")) {
            return "";
        }
        boolean isSource = rpm.isSource() && !written.startsWith("/");
        if (!(written.startsWith("/") || isSource) || written.length() > MAX_PATH) {
            throw new PackageFormatException(name + ": '" + written + "' is not an absolute path of a file", -1);
        }
        String path = isSource ? written : written.substring(1);
        for (String part : path.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                throw new PackageFormatException(name + ": the path '" + written + "' is not plain", -1);
            }
        }
        return path;
    }

    /** What flags of a file mean here. */
    static Set<PayloadEntry.Flag> flags(long bits) {
        Set<PayloadEntry.Flag> flags = EnumSet.noneOf(PayloadEntry.Flag.class);
        if ((bits & FLAG_CONFIG) != 0) {
            flags.add(PayloadEntry.Flag.CONFIG);
        }
        if ((bits & FLAG_DOC) != 0) {
            flags.add(PayloadEntry.Flag.DOC);
        }
        if ((bits & FLAG_GHOST) != 0) {
            flags.add(PayloadEntry.Flag.GHOST);
        }
        return flags;
    }

    /** The header's parallel arrays, one value for each file. */
    private static final class Columns {
        private final String name;
        private final long[] sizes;
        private final long[] modes;
        private final long[] flags;
        private final long[] devices;
        private final long[] inodes;
        private final List<String> users;
        private final List<String> groups;
        private final List<String> targets;
        private final List<String> digests;
        private final List<String> capabilities;

        Columns(Header header, String name, int count) throws PackageFormatException {
            this.name = name;
            boolean large = header.has(Tag.LONGFILESIZES);
            sizes = required(header.numbers(large ? Tag.LONGFILESIZES : Tag.FILESIZES), count, "sizes");
            modes = required(header.numbers(Tag.FILEMODES), count, "modes");
            flags = required(header.numbers(Tag.FILEFLAGS), count, "flags");
            devices = optional(header.numbers(Tag.FILEDEVICES), count, "devices");
            inodes = optional(header.numbers(Tag.FILEINODES), count, "inodes");
            users = required(header.strings(Tag.FILEUSERNAME), count, "owners");
            groups = required(header.strings(Tag.FILEGROUPNAME), count, "groups");
            targets = required(header.strings(Tag.FILELINKTOS), count, "link targets");
            digests = optional(header.strings(Tag.FILEDIGESTS), count, "digests");
            capabilities = optional(header.strings(Tag.FILECAPS), count, "capabilities");
        }

        OwnedFile file(int i, String path, Map<List<Long>, Integer> sets) throws PackageFormatException {
            int mode = (int) modes[i];
            int type = mode & OwnedFile.TYPE_MASK;
            Set<PayloadEntry.Flag> set = FileTable.flags(flags[i]);
            boolean ghost = set.contains(PayloadEntry.Flag.GHOST);
            if (sizes[i] < 0 || sizes[i] > MAX_SIZE) {
                throw new PackageFormatException(name + ": the size of /" + path + " is not plausible", -1);
            }
            int linkSet = i;
            if (type == OwnedFile.REGULAR && !ghost && inodes.length > 0) {
                long device = devices.length > 0 ? devices[i] : 0;
                Integer first = sets.putIfAbsent(List.of(device, inodes[i]), i);
                linkSet = first == null ? i : first;
            }
            return new OwnedFile(
                    i,
                    path,
                    type,
                    mode & 07777,
                    users.get(i),
                    groups.get(i),
                    targets.get(i),
                    (type == OwnedFile.REGULAR && !ghost) || type == OwnedFile.SYMLINK ? sizes[i] : 0,
                    xattrs(i, path),
                    set,
                    linkSet,
                    digests.isEmpty()
                            ? Optional.empty()
                            : Optional.of(digests.get(i)).filter(d -> !d.isEmpty()));
        }

        private SortedMap<String, byte[]> xattrs(int i, String path) throws PackageFormatException {
            if (capabilities.isEmpty() || capabilities.get(i).isBlank()) {
                return new TreeMap<>();
            }
            try {
                return new TreeMap<>(Map.of(FileCapabilities.XATTR, FileCapabilities.attribute(capabilities.get(i))));
            } catch (IllegalArgumentException e) {
                throw new PackageFormatException(name + ": capabilities of /" + path + ": " + e.getMessage(), -1);
            }
        }

        private long[] required(long[] column, int count, String what) throws PackageFormatException {
            requireCount(column.length, count, what);
            return column;
        }

        private List<String> required(List<String> column, int count, String what) throws PackageFormatException {
            requireCount(column.size(), count, what);
            return column;
        }

        private long[] optional(long[] column, int count, String what) throws PackageFormatException {
            return column.length == 0 ? column : required(column, count, what);
        }

        private List<String> optional(List<String> column, int count, String what) throws PackageFormatException {
            return column.isEmpty() ? column : required(column, count, what);
        }

        private void requireCount(int found, int count, String what) throws PackageFormatException {
            if (found != count) {
                throw new PackageFormatException(
                        name + ": the header lists " + count + " files and " + found + " " + what + " of them", -1);
            }
        }
    }
}
