package org.atomsmith.rpm.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.atomsmith.rpm.file.Header;
import org.atomsmith.rpm.file.InstalledHeader;
import org.atomsmith.rpm.file.Tag;
import org.atomsmith.rpm.sqlite.SqliteReader;
import org.atomsmith.rpm.sqlite.SqliteWriter;
import org.atomsmith.rpm.sqlite.Value;

/**
 * Writes and reads {@code rpmdb.sqlite}: each package's header, and rpm's indexes. The same packages give the same bytes; the file
 * needs no journal beside it, so that it can lie where nobody may write.
 */
public final class RpmDatabase {
    /** The file's name in the database's directory. */
    public static final String FILE = "rpmdb.sqlite";

    private static final String PACKAGES = "Packages";
    private static final String COLUMNS = " (key '%s' NOT NULL, hnum INTEGER NOT NULL, idx INTEGER NOT NULL, "
            + "FOREIGN KEY (hnum) REFERENCES 'Packages'(hnum))";
    /** What only installing needs: RPMSENSE_SCRIPT_PRE and _POST, _RPMLIB, _KEYRING, _PRETRANS and _POSTTRANS. */
    private static final long FOR_INSTALLING = 1 << 9 | 1 << 10 | 1 << 24 | 1 << 26 | 1 << 7 | 1 << 5;
    /** RPMSENSE_SCRIPT_PREUN and _POSTUN. */
    private static final long FOR_ERASING = 1 << 11 | 1 << 12;

    private static final List<Index> INDEXES = List.of(
            new Index("Name", Tag.NAME, Kind.TEXT, Columns.KEY),
            new Index("Basenames", Tag.BASENAMES, Kind.TEXT, Columns.BOTH),
            new Index("Group", Tag.GROUP, Kind.TEXT, Columns.KEY),
            new Index("Requirename", Tag.REQUIRENAME, Kind.TEXT, Columns.BOTH),
            new Index("Providename", Tag.PROVIDENAME, Kind.TEXT, Columns.BOTH),
            new Index("Conflictname", Tag.CONFLICTNAME, Kind.TEXT, Columns.BOTH),
            new Index("Obsoletename", Tag.OBSOLETENAME, Kind.TEXT, Columns.BOTH),
            new Index("Triggername", Tag.TRIGGERNAME, Kind.TEXT, Columns.BOTH),
            new Index("Dirnames", Tag.DIRNAMES, Kind.TEXT, Columns.BOTH),
            new Index("Installtid", Tag.INSTALLTID, Kind.TRANSACTION, Columns.NONE),
            new Index("Sigmd5", Tag.SIGMD5, Kind.BYTES, Columns.NONE),
            new Index("Sha1header", Tag.SIG_SHA1, Kind.TEXT, Columns.KEY),
            new Index("Filetriggername", Tag.FILETRIGGERNAME, Kind.TEXT, Columns.BOTH),
            new Index("Transfiletriggername", Tag.TRANSFILETRIGGERNAME, Kind.TEXT, Columns.BOTH),
            new Index("Recommendname", Tag.RECOMMENDNAME, Kind.TEXT, Columns.BOTH),
            new Index("Suggestname", Tag.SUGGESTNAME, Kind.TEXT, Columns.BOTH),
            new Index("Supplementname", Tag.SUPPLEMENTNAME, Kind.TEXT, Columns.BOTH),
            new Index("Enhancename", Tag.ENHANCENAME, Kind.TEXT, Columns.BOTH));

    /** Where an index's keys come from. */
    private enum Kind {
        TEXT,
        BYTES,
        TRANSACTION
    }

    /** Which columns of an index's table SQLite indexes. */
    private enum Columns {
        NONE,
        KEY,
        BOTH
    }

    private record Index(String name, int tag, Kind kind, Columns columns) {
        String type() {
            return kind == Kind.TEXT ? "TEXT" : "BLOB";
        }
    }

    /** A key of a package, and which of the header's it is. */
    private record Key(Value value, long number) {}

    private RpmDatabase() {}

    /**
     * Writes the database.
     *
     * @param packages in the order in which they are to be numbered, from 1
     * @param directory exists; its {@code rpmdb.sqlite} is replaced
     * @throws IOException when a package's header is damaged, or the file cannot be written
     */
    public static void write(List<InstalledHeader> packages, Path directory) throws IOException {
        Path temporary = directory.resolve("." + FILE + ".new");
        Files.deleteIfExists(temporary);
        try (SqliteWriter writer = new SqliteWriter(temporary)) {
            List<SqliteWriter.Row> rows = new ArrayList<>();
            for (int i = 0; i < packages.size(); i++) {
                byte[] blob = packages.get(i).blob();
                rows.add(new SqliteWriter.Row(i + 1L, List.of(Value.none(), Value.of(blob))));
            }
            writer.table(
                    PACKAGES,
                    "CREATE TABLE 'Packages' (hnum INTEGER PRIMARY KEY AUTOINCREMENT,blob BLOB NOT NULL)",
                    rows);
            writer.table(
                    "sqlite_sequence",
                    "CREATE TABLE sqlite_sequence(name,seq)",
                    packages.isEmpty()
                            ? List.of()
                            : List.of(new SqliteWriter.Row(1, List.of(Value.of(PACKAGES), Value.of(packages.size())))));
            for (Index index : INDEXES) {
                write(writer, index, packages);
            }
            writer.finish();
        }
        Files.move(temporary, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Reads the headers of a database that nobody is writing to.
     *
     * @param file its {@code rpmdb.sqlite}
     * @return in the order of their numbers
     * @throws IOException when it is damaged, or of another kind
     */
    public static List<InstalledHeader> read(byte[] file) throws IOException {
        List<InstalledHeader> headers = new ArrayList<>();
        for (SqliteWriter.Row row : new SqliteReader(file).table(PACKAGES)) {
            if (row.values().size() != 2 || !(row.values().get(1) instanceof Value.Blob(byte[] blob))) {
                throw new IOException("package " + row.id() + " of " + FILE + " has no header");
            }
            headers.add(InstalledHeader.read(blob, "package " + row.id() + " of " + FILE));
        }
        return headers;
    }

    private static void write(SqliteWriter writer, Index index, List<InstalledHeader> packages) throws IOException {
        List<SqliteWriter.Row> rows = new ArrayList<>();
        List<List<Value>> byKey = new ArrayList<>();
        List<List<Value>> byPackage = new ArrayList<>();
        for (int i = 0; i < packages.size(); i++) {
            Value number = Value.of(i + 1);
            for (Key key : keys(index, packages.get(i).header())) {
                Value row = Value.of(rows.size() + 1);
                rows.add(new SqliteWriter.Row(rows.size() + 1L, List.of(key.value(), number, Value.of(key.number()))));
                byKey.add(List.of(key.value(), row));
                byPackage.add(List.of(number, row));
            }
        }
        String name = index.name();
        writer.table(name, "CREATE TABLE '" + name + "'" + COLUMNS.formatted(index.type()), rows);
        if (index.columns() != Columns.NONE) {
            writer.index(name + "_key_idx", name, statement(name, "key"), byKey);
        }
        if (index.columns() == Columns.BOTH) {
            writer.index(name + "_hnum_idx", name, statement(name, "hnum"), byPackage);
        }
    }

    private static String statement(String table, String column) {
        return "CREATE INDEX '" + table + "_" + column + "_idx' ON '" + table + "'(" + column + " ASC)";
    }

    private static List<Key> keys(Index index, Header header) throws IOException {
        return switch (index.kind()) {
            // A number of the machine that wrote it; all that read it here have the low byte first.
            case TRANSACTION ->
                header.number(index.tag()).stream()
                        .mapToObj(number -> ByteBuffer.allocate(4)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .putInt((int) number)
                                .array())
                        .map(bytes -> new Key(Value.of(bytes), 0))
                        .toList();
            case BYTES ->
                header.bytes(index.tag()).map(bytes -> new Key(Value.of(bytes), 0)).stream()
                        .toList();
            case TEXT -> texts(index.tag(), header);
        };
    }

    private static List<Key> texts(int tag, Header header) throws IOException {
        if (tag == Tag.NAME || tag == Tag.GROUP || tag == Tag.SIG_SHA1) {
            return header.string(tag).map(text -> new Key(Value.of(text), 0)).stream()
                    .toList();
        }
        List<String> texts = header.strings(tag);
        long[] flags = tag == Tag.REQUIRENAME ? header.numbers(Tag.REQUIREFLAGS) : new long[0];
        // A file trigger's number is that of its script.
        long[] scripts = switch (tag) {
            case Tag.FILETRIGGERNAME -> header.numbers(Tag.FILETRIGGERINDEX);
            case Tag.TRANSFILETRIGGERNAME -> header.numbers(Tag.TRANSFILETRIGGERINDEX);
            default -> new long[0];
        };
        Set<String> seen = new HashSet<>();
        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            boolean transientNeed =
                    i < flags.length && (flags[i] & FOR_INSTALLING) != 0 && (flags[i] & FOR_ERASING) == 0;
            boolean triggerAgain = tag == Tag.TRIGGERNAME && !seen.add(texts.get(i));
            if (!transientNeed && !triggerAgain) {
                keys.add(new Key(Value.of(texts.get(i)), i < scripts.length ? scripts[i] : i));
                for (String name : RichNames.of(texts.get(i))) {
                    keys.add(new Key(Value.of(name), i));
                }
            }
        }
        return keys;
    }
}
