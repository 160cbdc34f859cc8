package org.atomsmith.ostree.sysroot.boot;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomsmith.linux.AtomicFile;
import org.atomsmith.linux.Trees;

/** The entries of one {@code /boot/loader.<n>/entries}: those of ours, {@code ostree-*.conf}; others are left alone. */
public final class LoaderEntries {
    private static final long MAX_SIZE = 1 << 20;

    private LoaderEntries() {}

    /**
     * One entry's file.
     *
     * @param entry what is in it
     * @param counter what its name counts
     */
    public record Entry(BootEntry entry, Optional<BootCounter> counter) {}

    /** Reads the entries in the menu's order, the highest version first; none when there is no such directory. */
    public static List<Entry> read(Path directory) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (name.startsWith("ostree-") && name.endsWith(".conf") && Files.isRegularFile(file)) {
                    entries.add(new Entry(parse(file), BootCounter.ofFileName(name)));
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        entries.sort((a, b) -> compareVersions(version(b), version(a)));
        return entries;
    }

    /** Writes an entry. */
    public static void write(Path directory, int index, int count, Entry entry) throws IOException {
        String name = BootEntry.fileName(index, count);
        String stem = name.substring(0, name.length() - ".conf".length());
        String counter = entry.counter().map(BootCounter::suffix).orElse("");
        AtomicFile.write(
                directory.resolve(stem + counter + ".conf"), entry.entry().text());
    }

    /** Replaces an entry in its file, whatever that is called. */
    public static void replace(Path directory, BootEntry before, BootEntry after) throws IOException {
        for (Path file : Trees.list(directory)) {
            String name = file.getFileName().toString();
            if (name.startsWith("ostree-")
                    && name.endsWith(".conf")
                    && parse(file).equals(before)) {
                AtomicFile.write(file, after.text());
                return;
            }
        }
        throw new IOException("no entry of " + directory + " is as it was read");
    }

    private static BootEntry parse(Path file) throws IOException {
        if (Files.size(file) > MAX_SIZE) {
            throw new IOException(file + " is " + Files.size(file) + " bytes long: that is no boot entry");
        }
        try {
            BootEntry entry = BootEntry.parse(Files.readString(file));
            // Arguments that cannot be read are found here, where the file is known.
            entry.options();
            return entry;
        } catch (IllegalArgumentException e) {
            throw new IOException("Parsing " + file + ": " + e.getMessage(), e);
        }
    }

    private static String version(Entry entry) {
        return entry.entry().get("version").orElse("");
    }

    /** Numbers by value, and before them what is none. */
    private static int compareVersions(String a, String b) {
        try {
            return Long.compare(Long.parseLong(a), Long.parseLong(b));
        } catch (NumberFormatException e) {
            return a.compareTo(b);
        }
    }
}
