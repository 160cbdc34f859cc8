package org.atomsmith.rpm.sqlite;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the tables of a database file that nobody is writing to: a rollback journal or a write-ahead log beside it is not looked
 * at. Page sizes and lengths are checked against the file, so that a damaged one ends in an exception.
 */
public final class SqliteReader {
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int FILE_HEADER = 100;
    private static final int MAX_DEPTH = 20;

    private final ByteBuffer file;
    private final int pageSize;
    private final int usable;
    /** Every page belongs to one place: more of them than the file has is a circle. */
    private int pagesLeft;

    /**
     * Takes a database.
     *
     * @param file all of its bytes; not changed
     * @throws IOException when it is no database
     */
    public SqliteReader(byte[] file) throws IOException {
        this.file = ByteBuffer.wrap(file).asReadOnlyBuffer();
        if (file.length < FILE_HEADER || !ByteBuffer.wrap(file, 0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
            throw new IOException("this is not an SQLite database");
        }
        int stated = this.file.getShort(16) & 0xffff;
        this.pageSize = stated == 1 ? 1 << 16 : stated;
        this.usable = pageSize - (this.file.get(20) & 0xff);
        if (Integer.bitCount(pageSize) != 1 || pageSize < 512 || usable < 480) {
            throw new IOException("this SQLite database states pages of " + pageSize + " bytes");
        }
        this.pagesLeft = file.length / pageSize;
    }

    /**
     * The rows of a table, in the order of their numbers; none when there is no such table.
     *
     * @throws IOException when the file is damaged
     */
    public List<SqliteWriter.Row> table(String name) throws IOException {
        Value wanted = Value.of(name);
        for (SqliteWriter.Row row : rows(1)) {
            List<Value> values = row.values();
            if (values.size() >= 4
                    && values.get(0).compareTo(Value.of("table")) == 0
                    && values.get(1).compareTo(wanted) == 0
                    && values.get(3) instanceof Value.Number(long root)) {
                return rows(root);
            }
        }
        return List.of();
    }

    private List<SqliteWriter.Row> rows(long root) throws IOException {
        pagesLeft = file.capacity() / pageSize;
        List<SqliteWriter.Row> rows = new ArrayList<>();
        try {
            walk(root, 0, rows);
        } catch (IndexOutOfBoundsException | BufferUnderflowException | IllegalArgumentException e) {
            throw new IOException("an SQLite database is damaged: something lies outside of its page", e);
        }
        return rows;
    }

    private void walk(long number, int depth, List<SqliteWriter.Row> rows) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new IOException("an SQLite database is damaged: a tree is deeper than " + MAX_DEPTH + " pages");
        }
        ByteBuffer page = page(number);
        int begin = number == 1 ? FILE_HEADER : 0;
        byte type = page.get(begin);
        int cells = page.getShort(begin + 3) & 0xffff;
        if (type == Cells.TABLE_INTERIOR) {
            for (int i = 0; i < cells; i++) {
                int at = page.getShort(begin + 12 + 2 * i) & 0xffff;
                walk(page.getInt(at) & 0xffffffffL, depth + 1, rows);
            }
            walk(page.getInt(begin + 8) & 0xffffffffL, depth + 1, rows);
        } else if (type == Cells.TABLE_LEAF) {
            for (int i = 0; i < cells; i++) {
                rows.add(row(page.position(page.getShort(begin + 8 + 2 * i) & 0xffff)));
            }
        } else {
            throw new IOException("an SQLite database is damaged: page " + number + " is none of a table");
        }
    }

    private SqliteWriter.Row row(ByteBuffer cell) throws IOException {
        long size = varint(cell);
        long id = varint(cell);
        if (size < 0 || size > file.capacity()) {
            throw new IOException("an SQLite database is damaged: a row of " + size + " bytes");
        }
        byte[] payload = new byte[(int) size];
        int most = usable - 35;
        int local = (int) size;
        if (size > most) {
            int least = (usable - 12) * 32 / 255 - 23;
            local = least + (int) (size - least) % (usable - 4);
            local = local > most ? least : local;
        }
        cell.get(payload, 0, local);
        if (local < size) {
            long next = cell.getInt() & 0xffffffffL;
            for (int at = local; at < payload.length; ) {
                ByteBuffer overflow = page(next);
                next = overflow.getInt() & 0xffffffffL;
                int n = Math.min(payload.length - at, usable - 4);
                overflow.get(payload, at, n);
                at += n;
            }
        }
        return new SqliteWriter.Row(id, values(ByteBuffer.wrap(payload)));
    }

    private static List<Value> values(ByteBuffer payload) throws IOException {
        int types = payload.position();
        long head = varint(payload);
        if (head < 1 || head > payload.capacity()) {
            throw new IOException("an SQLite database is damaged: a row's head has " + head + " bytes");
        }
        ByteBuffer body = payload.duplicate().position(types + (int) head);
        List<Value> values = new ArrayList<>();
        while (payload.position() < head) {
            values.add(value(varint(payload), body));
        }
        return values;
    }

    private static Value value(long type, ByteBuffer body) throws IOException {
        if (type >= 12) {
            long length = (type - 12) / 2;
            if (length > body.remaining()) {
                throw new IOException("an SQLite database is damaged: a value of " + length + " bytes");
            }
            byte[] bytes = new byte[(int) length];
            body.get(bytes);
            return type % 2 == 0 ? new Value.Blob(bytes) : new Value.Text(bytes);
        }
        int[] lengths = {0, 1, 2, 3, 4, 6, 8};
        if (type == 0) {
            return Value.none();
        }
        if (type == 8 || type == 9) {
            return Value.of(type - 8);
        }
        if (type < 0 || type >= lengths.length) {
            throw new IOException("an SQLite database has a value of type " + type + ", which nothing here reads");
        }
        long number = body.get();
        for (int i = 1; i < lengths[(int) type]; i++) {
            number = number << 8 | body.get() & 0xff;
        }
        return Value.of(number);
    }

    private ByteBuffer page(long number) throws IOException {
        if (number < 1 || number * pageSize > file.capacity() || pagesLeft-- <= 0) {
            throw new IOException("an SQLite database is damaged: there is no page " + number);
        }
        return file.slice((int) (number - 1) * pageSize, usable);
    }

    private static long varint(ByteBuffer from) {
        long number = 0;
        for (int i = 0; i < 9; i++) {
            byte octet = from.get();
            if (i == 8) {
                return number << 8 | octet & 0xff;
            }
            number = number << 7 | octet & 0x7f;
            if (octet >= 0) {
                break;
            }
        }
        return number;
    }
}
