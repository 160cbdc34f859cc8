package org.atomsmith.rpm.sqlite;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Writes one database file. Tables and indexes are written whole, one after the other, in the order in which the schema
 * then has them; {@link #finish()} writes the schema, without which the file is no database.
 */
public final class SqliteWriter implements Closeable {
    /** The release whose format this is: 3.46.1, as SQLite counts. */
    private static final int SQLITE_VERSION = 3_046_001;

    private static final int FORMAT = 4;
    private static final int UTF8 = 1;

    private final FileChannel file;
    private final Pages pages;
    private final Cells cells;
    private final List<List<Value>> schema = new ArrayList<>();

    /**
     * Begins a file.
     *
     * @param path where there is none yet
     * @throws IOException when it cannot be made
     */
    public SqliteWriter(Path path) throws IOException {
        this.file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        this.pages = new Pages(file);
        this.cells = new Cells(pages);
    }

    /**
     * A row.
     *
     * @param id its number, larger than that of the row before
     * @param values of all columns; {@link Value#none} for the column that is the number
     */
    public record Row(long id, List<Value> values) {}

    /**
     * Writes a table.
     *
     * @param sql the statement that would make it
     * @param rows in the order of their numbers
     */
    public void table(String name, String sql, Iterable<Row> rows) throws IOException {
        List<Cells.Child> leaves = new ArrayList<>();
        List<byte[]> page = new ArrayList<>();
        int used = 0;
        byte[] last = varint(0);
        for (Row row : rows) {
            byte[] number = varint(row.id());
            byte[] cell = cells.payload(RecordBytes.of(row.values()), number, Cells.mostOfTable());
            if (used + Cells.taken(cell) > Cells.room(true, false)) {
                leaves.add(new Cells.Child(cells.leaf(Cells.TABLE_LEAF, page), last));
                page.clear();
                used = 0;
            }
            page.add(cell);
            used += Cells.taken(cell);
            last = number;
        }
        leaves.add(new Cells.Child(cells.leaf(Cells.TABLE_LEAF, page), last));
        enter("table", name, name, cells.root(Cells.TABLE_INTERIOR, leaves), sql);
    }

    /**
     * Writes an index.
     *
     * @param table what it is of
     * @param sql the statement that would make it
     * @param entries the values of its columns and the row's number behind them, in any order
     */
    public void index(String name, String table, String sql, List<List<Value>> entries) throws IOException {
        List<byte[]> all = new ArrayList<>(entries.size());
        for (List<Value> entry : entries.stream().sorted(SqliteWriter::compare).toList()) {
            all.add(cells.payload(RecordBytes.of(entry), new byte[0], Cells.mostOfIndex()));
        }
        List<Cells.Child> leaves = new ArrayList<>();
        List<byte[]> page = new ArrayList<>();
        int used = 0;
        for (int i = 0; i < all.size(); i++) {
            byte[] cell = all.get(i);
            if (used + Cells.taken(cell) <= Cells.room(true, false)) {
                page.add(cell);
                used += Cells.taken(cell);
                continue;
            }
            // An entry between two pages is in neither; but the last page has one.
            boolean isLast = i == all.size() - 1;
            byte[] separator = isLast ? page.removeLast() : cell;
            leaves.add(new Cells.Child(cells.leaf(Cells.INDEX_LEAF, page), separator));
            page.clear();
            used = 0;
            if (isLast) {
                page.add(cell);
            }
        }
        leaves.add(new Cells.Child(cells.leaf(Cells.INDEX_LEAF, page), new byte[0]));
        enter("index", name, table, cells.root(Cells.INDEX_INTERIOR, leaves), sql);
    }

    private static int compare(List<Value> one, List<Value> other) {
        Comparator<Value> order = Comparator.naturalOrder();
        for (int i = 0; i < one.size(); i++) {
            int result = order.compare(one.get(i), other.get(i));
            if (result != 0) {
                return result;
            }
        }
        return 0;
    }

    private void enter(String type, String name, String table, int root, String sql) {
        schema.add(List.of(Value.of(type), Value.of(name), Value.of(table), Value.of(root), Value.of(sql)));
    }

    /** Writes the schema and the file's header. */
    public void finish() throws IOException {
        List<Cells.Child> leaves = new ArrayList<>();
        List<byte[]> page = new ArrayList<>();
        int used = 0;
        for (int i = 0; i < schema.size(); i++) {
            byte[] cell = cells.payload(RecordBytes.of(schema.get(i)), varint(i + 1L), Cells.mostOfTable());
            // The first page has less room, and may be the only one.
            if (used + Cells.taken(cell) > Cells.room(true, true)) {
                leaves.add(new Cells.Child(cells.leaf(Cells.TABLE_LEAF, page), varint(i)));
                page.clear();
                used = 0;
            }
            page.add(cell);
            used += Cells.taken(cell);
        }
        ByteBuffer first;
        if (leaves.isEmpty()) {
            first = Cells.page(Cells.TABLE_LEAF, page, 0, Pages.FILE_HEADER);
        } else {
            leaves.add(new Cells.Child(cells.leaf(Cells.TABLE_LEAF, page), varint(schema.size())));
            List<Cells.Child> top = cells.levels(Cells.TABLE_INTERIOR, leaves, true);
            first = Cells.interiorPage(Cells.TABLE_INTERIOR, top, Pages.FILE_HEADER);
        }
        header(first);
        pages.write(1, first);
        file.force(true);
    }

    private void header(ByteBuffer page) {
        page.put(0, "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII));
        page.putShort(16, (short) Pages.SIZE);
        // A rollback journal, not a log: a database that nobody may write to can be read.
        page.put(18, (byte) 1).put(19, (byte) 1);
        // Fractions of a page, fixed by the format.
        page.put(21, (byte) 64).put(22, (byte) 32).put(23, (byte) 32);
        page.putInt(24, 1).putInt(28, pages.count());
        page.putInt(40, schema.size()).putInt(44, FORMAT);
        page.putInt(56, UTF8);
        page.putInt(92, 1).putInt(96, SQLITE_VERSION);
    }

    private static byte[] varint(long number) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(9);
        RecordBytes.varint(number, out);
        return out.toByteArray();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
