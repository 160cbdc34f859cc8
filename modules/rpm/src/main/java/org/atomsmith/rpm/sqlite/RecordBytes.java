package org.atomsmith.rpm.sqlite;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** The record format: types of all values, then the values. */
final class RecordBytes {
    private static final int BLOB = 12;
    private static final int TEXT = 13;

    private RecordBytes() {}

    /** The values as a record. */
    static byte[] of(List<Value> values) {
        ByteArrayOutputStream types = new ByteArrayOutputStream();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Value value : values) {
            switch (value) {
                case Value.Null _ -> types.write(0);
                case Value.Number(long number) -> number(number, types, body);
                case Value.Text(byte[] utf8) -> {
                    varint(2L * utf8.length + TEXT, types);
                    body.writeBytes(utf8);
                }
                case Value.Blob(byte[] bytes) -> {
                    varint(2L * bytes.length + BLOB, types);
                    body.writeBytes(bytes);
                }
            }
        }
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        int size = types.size() + 1;
        // The size counts itself, which may take a second byte.
        varint(size + (size > 127 ? 1 : 0), record);
        record.writeBytes(types.toByteArray());
        record.writeBytes(body.toByteArray());
        return record.toByteArray();
    }

    private static void number(long number, ByteArrayOutputStream types, ByteArrayOutputStream body) {
        if (number == 0 || number == 1) {
            types.write(number == 0 ? 8 : 9);
            return;
        }
        int[] lengths = {1, 2, 3, 4, 6, 8};
        for (int type = 1; type <= lengths.length; type++) {
            int bits = 8 * lengths[type - 1];
            if (bits == 64 || number >= -(1L << bits - 1) && number < 1L << bits - 1) {
                types.write(type);
                for (int shift = bits - 8; shift >= 0; shift -= 8) {
                    body.write((int) (number >>> shift));
                }
                return;
            }
        }
    }

    /** A whole number in one to nine bytes, seven bits each, the first bits first. */
    static void varint(long number, ByteArrayOutputStream out) {
        if (number >>> 56 != 0) {
            for (int shift = 57; shift >= 8; shift -= 7) {
                out.write((int) (number >>> shift & 0x7f | 0x80));
            }
            out.write((int) number);
            return;
        }
        int shift = 0;
        while (shift < 49 && number >>> shift + 7 != 0) {
            shift += 7;
        }
        for (; shift > 0; shift -= 7) {
            out.write((int) (number >>> shift & 0x7f | 0x80));
        }
        out.write((int) (number & 0x7f));
    }

    /** How many bytes {@link #varint} writes. */
    static int varintLength(long number) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(9);
        varint(number, out);
        return out.size();
    }
}
