package org.atomsmith.rpm.file;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.atomsmith.rpm.PackageFormatException;

/**
 * One file as a package's header lists it, for people: nothing of it was checked against rules for paths.
 *
 * @param path absolute; in a source package a plain name
 * @param mode type and permission bits, as in {@code st_mode}
 * @param size bytes; 0 for a directory, the target's length for a symbolic link
 * @param mtime seconds since 1970
 * @param links how many names of the package the file has
 * @param device number of a device node, with 8 bits each of major and minor
 * @param flags rpm's: 1 configuration, 2 documentation, 64 ghost, 128 licence ...
 * @param verify what {@code rpm -V} looks at
 * @param digest hexadecimal, of the package's algorithm; empty for what has none
 * @param digestAlgorithm as Java names it; empty when it is not known
 * @param capabilities as text, {@code cap_net_raw=ep}; empty for none
 * @param ima signature for the integrity measurement architecture, hexadecimal; empty for none
 * @param language of the content; empty for any
 */
public record PackageFile(
        String path,
        int mode,
        long size,
        long mtime,
        String user,
        String group,
        String target,
        int links,
        int device,
        long flags,
        long verify,
        String digest,
        String digestAlgorithm,
        String capabilities,
        String ima,
        String language) {

    /** All files of a package in the header's order. */
    public static List<PackageFile> list(RpmFile rpm) throws PackageFormatException {
        Header header = rpm.header();
        List<String> paths = FileTable.paths(header, rpm.name());
        Columns columns = new Columns(rpm, paths.size());
        Map<List<Long>, Integer> names = new HashMap<>();
        for (int i = 0; i < paths.size(); i++) {
            names.merge(columns.node(i), 1, Integer::sum);
        }
        String algorithm = PackageIntegrity.algorithm(
                        header.number(Tag.FILEDIGESTALGO).orElse(1))
                .orElse("");
        List<PackageFile> files = new ArrayList<>(paths.size());
        for (int i = 0; i < paths.size(); i++) {
            files.add(columns.file(i, paths.get(i), names.getOrDefault(columns.node(i), 1), algorithm));
        }
        return files;
    }

    /** Columns that may be missing or too short in damaged packages: what is not there is empty. */
    private static final class Columns {
        private final Map<Integer, long[]> numbers = new HashMap<>();
        private final Map<Integer, List<String>> strings = new HashMap<>();

        Columns(RpmFile rpm, int count) throws PackageFormatException {
            Header header = rpm.header();
            for (int tag : new int[] {
                Tag.FILEMODES,
                Tag.FILESIZES,
                Tag.LONGFILESIZES,
                Tag.FILEMTIMES,
                Tag.FILERDEVS,
                Tag.FILEFLAGS,
                Tag.FILEVERIFYFLAGS,
                Tag.FILEDEVICES,
                Tag.FILEINODES
            }) {
                numbers.put(tag, header.numbers(tag));
            }
            for (int tag : new int[] {
                Tag.FILEUSERNAME,
                Tag.FILEGROUPNAME,
                Tag.FILELINKTOS,
                Tag.FILEDIGESTS,
                Tag.FILECAPS,
                Tag.FILELANGS,
                Tag.FILESIGNATURES
            }) {
                strings.put(tag, header.strings(tag));
            }
            if (rpm.signature().has(Tag.SIG_FILESIGNATURES)) {
                strings.put(Tag.FILESIGNATURES, rpm.signature().strings(Tag.SIG_FILESIGNATURES));
            }
            if (numbers.getOrDefault(Tag.FILEMODES, new long[0]).length < count) {
                throw new PackageFormatException(
                        rpm.name() + ": the header lists " + count + " files and not as many modes", -1);
            }
        }

        PackageFile file(int i, String path, int links, String algorithm) {
            return new PackageFile(
                    path,
                    (int) number(Tag.FILEMODES, i),
                    number(
                            numbers.getOrDefault(Tag.LONGFILESIZES, new long[0]).length > 0
                                    ? Tag.LONGFILESIZES
                                    : Tag.FILESIZES,
                            i),
                    number(Tag.FILEMTIMES, i),
                    string(Tag.FILEUSERNAME, i),
                    string(Tag.FILEGROUPNAME, i),
                    string(Tag.FILELINKTOS, i),
                    links,
                    (int) number(Tag.FILERDEVS, i),
                    number(Tag.FILEFLAGS, i),
                    number(Tag.FILEVERIFYFLAGS, i),
                    string(Tag.FILEDIGESTS, i),
                    algorithm,
                    string(Tag.FILECAPS, i),
                    string(Tag.FILESIGNATURES, i),
                    string(Tag.FILELANGS, i));
        }

        /** What names of one file have in common. */
        List<Long> node(int i) {
            boolean regular = (number(Tag.FILEMODES, i) & OwnedFile.TYPE_MASK) == OwnedFile.REGULAR;
            boolean ghost = (number(Tag.FILEFLAGS, i) & 64) != 0;
            boolean known = numbers.getOrDefault(Tag.FILEINODES, new long[0]).length > i;
            return regular && !ghost && known
                    ? List.of(number(Tag.FILEDEVICES, i), number(Tag.FILEINODES, i))
                    : List.of(-1L, -1L - i);
        }

        private long number(int tag, int i) {
            long[] column = numbers.getOrDefault(tag, new long[0]);
            return i < column.length ? column[i] : 0;
        }

        private String string(int tag, int i) {
            List<String> column = strings.getOrDefault(tag, List.of());
            return i < column.size() ? column.get(i) : "";
        }
    }
}
