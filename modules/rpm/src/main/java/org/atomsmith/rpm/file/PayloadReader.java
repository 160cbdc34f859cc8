package org.atomsmith.rpm.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.rpm.PackageFormatException;
import org.atomsmith.rpm.PayloadEntry;
import org.atomsmith.rpm.PayloadSink;

/**
 * Hands on a package's files: content from the archive, everything else from the header. A set of hard links is handed on
 * when its content comes: first the file with the content, then the links to it. Ghosts come last.
 */
final class PayloadReader {
    private static final String SHA_256 = "SHA-256";

    private final String name;
    private final FileTable table;
    private final CpioReader archive;
    private final PayloadSink sink;
    private final BitSet seen = new BitSet();
    private final Map<Integer, String> delivered = new HashMap<>();
    private final Map<Integer, List<OwnedFile>> waiting = new HashMap<>();

    PayloadReader(String name, FileTable table, InputStream archive, PayloadSink sink) {
        this.name = name;
        this.table = table;
        this.archive = new CpioReader(archive, name);
        this.sink = sink;
    }

    void read() throws IOException {
        for (Optional<CpioReader.Entry> entry; (entry = archive.next()).isPresent(); ) {
            switch (entry.get()) {
                case CpioReader.Entry.Named(String path, long size) -> {
                    OwnedFile file = byPath(path);
                    boolean carrier = size > 0 || table.carriesContent(file);
                    deliver(file, size, carrier);
                }
                case CpioReader.Entry.Numbered(long index) -> {
                    OwnedFile file = byIndex(index);
                    boolean carrier = table.carriesContent(file);
                    deliver(file, carrier ? file.size() : 0, carrier);
                }
            }
        }
        for (OwnedFile file : table.files()) {
            if (file.isGhost() && file.isDeliverable() && !seen.get(file.index())) {
                sink.entry(entry(file, kind(file), file.target()), InputStream.nullInputStream());
            } else if (!file.isGhost() && file.isDeliverable() && !seen.get(file.index())) {
                throw problem(file, "is listed in the header and missing in the payload");
            }
        }
    }

    private OwnedFile byPath(String written) throws PackageFormatException {
        String path = written.startsWith("./")
                ? written.substring(2)
                : written.startsWith("/") ? written.substring(1) : written;
        return table.byPath(path.equals(".") ? "" : path)
                .orElseThrow(() -> new PackageFormatException(
                        name + ": the payload has a file '" + written + "' that the header does not list", -1));
    }

    private OwnedFile byIndex(long index) throws PackageFormatException {
        if (index >= table.files().size()) {
            throw new PackageFormatException(
                    name + ": the payload has file number " + index + ", the header lists "
                            + table.files().size(),
                    -1);
        }
        return table.files().get((int) index);
    }

    private void deliver(OwnedFile file, long size, boolean carrier) throws IOException {
        if (seen.get(file.index())) {
            throw problem(file, "occurs twice in the payload");
        }
        seen.set(file.index());
        if (!file.isDeliverable()) {
            return;
        }
        switch (file.type()) {
            case OwnedFile.DIRECTORY ->
                sink.entry(entry(file, PayloadEntry.Kind.DIRECTORY, ""), InputStream.nullInputStream());
            case OwnedFile.SYMLINK -> symlink(file, size);
            default -> regular(file, size, carrier);
        }
    }

    private void symlink(OwnedFile file, long size) throws IOException {
        if (size != file.size()) {
            throw problem(file, "is a link whose target differs between header and payload");
        }
        // The target is in the header, which is what signatures cover; the archive's copy is skipped.
        archive.content(size);
        sink.entry(entry(file, PayloadEntry.Kind.SYMLINK, file.target()), InputStream.nullInputStream());
    }

    private void regular(OwnedFile file, long size, boolean carrier) throws IOException {
        if (!carrier) {
            String target = delivered.get(file.linkSet());
            if (target == null) {
                waiting.computeIfAbsent(file.linkSet(), s -> new ArrayList<>()).add(file);
            } else {
                link(file, target);
            }
            return;
        }
        if (delivered.containsKey(file.linkSet())) {
            if (size > 0) {
                throw problem(file, "has content in the payload a second time");
            }
            link(file, delivered.get(file.linkSet()));
            return;
        }
        if (size != file.size()) {
            throw problem(file, "has " + size + " bytes in the payload, the header says " + file.size());
        }
        content(file);
        delivered.put(file.linkSet(), file.path());
        for (OwnedFile link : waiting.getOrDefault(file.linkSet(), List.of())) {
            link(link, file.path());
        }
        waiting.remove(file.linkSet());
    }

    private void content(OwnedFile file) throws IOException {
        InputStream content = archive.content(file.size());
        PayloadEntry entry = entry(file, PayloadEntry.Kind.FILE, "");
        if (file.digest().isEmpty() || table.digestAlgorithm().isEmpty()) {
            sink.entry(entry, content);
            return;
        }
        MessageDigest digest = PackageIntegrity.digest(table.digestAlgorithm().get());
        DigestInputStream checked = new DigestInputStream(content, digest);
        sink.entry(entry, checked);
        checked.transferTo(OutputStream.nullOutputStream());
        String found = PackageIntegrity.hex(digest.digest());
        if (!found.equalsIgnoreCase(file.digest().get())) {
            throw problem(file, "was changed: expected digest " + file.digest().get() + ", found " + found);
        }
    }

    private void link(OwnedFile file, String target) throws IOException {
        sink.entry(entry(file, PayloadEntry.Kind.HARDLINK, target), InputStream.nullInputStream());
    }

    private static PayloadEntry.Kind kind(OwnedFile file) {
        return switch (file.type()) {
            case OwnedFile.DIRECTORY -> PayloadEntry.Kind.DIRECTORY;
            case OwnedFile.SYMLINK -> PayloadEntry.Kind.SYMLINK;
            default -> PayloadEntry.Kind.FILE;
        };
    }

    private PayloadEntry entry(OwnedFile file, PayloadEntry.Kind kind, String link) {
        boolean verified = kind == PayloadEntry.Kind.FILE
                && !file.isGhost()
                && table.digestAlgorithm().filter(SHA_256::equals).isPresent();
        return new PayloadEntry(
                file.path(),
                kind,
                file.mode(),
                file.user(),
                0,
                file.group(),
                0,
                link,
                kind == PayloadEntry.Kind.FILE ? file.size() : 0,
                file.xattrs(),
                file.flags(),
                verified ? file.digest().orElse("").toLowerCase(Locale.ROOT) : "");
    }

    private PackageFormatException problem(OwnedFile file, String what) {
        return new PackageFormatException(name + ": /" + file.path() + " " + what, -1);
    }
}
