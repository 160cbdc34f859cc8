package org.atomsmith.ostree.object;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.gvariant.VariantException;
import org.atomsmith.ostree.gvariant.VariantType;

/**
 * A directory's entries, {@code (a(say)a(sayay))}: files and subdirectories, each sorted by name.
 *
 * @param files regular files and symbolic links
 * @param directories subdirectories
 */
public record DirTree(List<File> files, List<Directory> directories) {
    /** The type of the object. */
    public static final VariantType TYPE = VariantType.parse("(a(say)a(sayay))");

    /** A file and its content checksum. */
    public record File(String name, Checksum checksum) {}

    /** A subdirectory, with the checksums of its entries and of its metadata. */
    public record Directory(String name, Checksum tree, Checksum meta) {}

    /** Refuses names that are unsorted, repeated (across both lists too) or lead out of the directory. */
    public DirTree {
        files = List.copyOf(files);
        directories = List.copyOf(directories);
        checkSorted(files, File::name);
        checkSorted(directories, Directory::name);
        checkDisjoint(files, directories);
    }

    /** The object's bytes. */
    public byte[] toBytes() {
        List<Variant> fileEntries = new ArrayList<>(files.size());
        for (File file : files) {
            fileEntries.add(Variant.tuple(Variant.string(file.name), Variant.bytes(file.checksum.bytes())));
        }
        List<Variant> directoryEntries = new ArrayList<>(directories.size());
        for (Directory directory : directories) {
            directoryEntries.add(Variant.tuple(
                    Variant.string(directory.name),
                    Variant.bytes(directory.tree.bytes()),
                    Variant.bytes(directory.meta.bytes())));
        }
        return Variant.tuple(Variant.array("(say)", fileEntries), Variant.array("(sayay)", directoryEntries))
                .toBytes();
    }

    /** The object's name. */
    public Checksum checksum() {
        return Checksum.digest(toBytes());
    }

    /**
     * Reads a dirtree object.
     *
     * @throws CorruptObjectException when the bytes are not one in normal form, or names are invalid or unsorted
     */
    public static DirTree parse(byte[] bytes) throws CorruptObjectException {
        try {
            Variant value = Variant.parse(TYPE, bytes);
            List<File> files = new ArrayList<>();
            for (Variant entry : value.get(0).children()) {
                files.add(new File(
                        entry.get(0).asString(), Checksum.of(entry.get(1).asBytes())));
            }
            List<Directory> directories = new ArrayList<>();
            for (Variant entry : value.get(1).children()) {
                directories.add(new Directory(
                        entry.get(0).asString(),
                        Checksum.of(entry.get(1).asBytes()),
                        Checksum.of(entry.get(2).asBytes())));
            }
            return new DirTree(files, directories);
        } catch (VariantException | IllegalArgumentException e) {
            throw new CorruptObjectException("dirtree: " + e.getMessage(), e);
        }
    }

    private static <T> void checkSorted(List<T> entries, Function<T, String> nameOf) {
        String before = "";
        for (T entry : entries) {
            String name = nameOf.apply(entry);
            if (!EntryName.isValid(name)) {
                throw new IllegalArgumentException(EntryName.complaint(name));
            }
            if (ByteOrderedNames.ORDER.compare(before, name) >= 0) {
                throw new IllegalArgumentException("entry '" + name + "' is unsorted or repeated");
            }
            before = name;
        }
    }

    /** Both lists are sorted, so one merge finds a name that is in both. */
    private static void checkDisjoint(List<File> files, List<Directory> directories) {
        int f = 0;
        int d = 0;
        while (f < files.size() && d < directories.size()) {
            int order = ByteOrderedNames.ORDER.compare(files.get(f).name, directories.get(d).name);
            if (order == 0) {
                throw new IllegalArgumentException("'" + files.get(f).name + "' is both a file and a directory");
            }
            if (order < 0) {
                f++;
            } else {
                d++;
            }
        }
    }
}
