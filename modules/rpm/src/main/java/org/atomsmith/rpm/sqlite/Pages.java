package org.atomsmith.rpm.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The pages of a database file, counted from 1. The first holds the schema and is written last. */
final class Pages {
    static final int SIZE = 4096;
    /** In front of the first page's b-tree. */
    static final int FILE_HEADER = 100;

    private final FileChannel file;
    private int count = 1;

    Pages(FileChannel file) {
        this.file = file;
    }

    /** How many there are. */
    int count() {
        return count;
    }

    /** Takes a page. */
    int take() {
        return ++count;
    }

    /** Writes a whole page. */
    void write(int page, ByteBuffer content) throws IOException {
        ByteBuffer bytes = content.duplicate().position(0).limit(SIZE);
        long at = (long) (page - 1) * SIZE;
        while (bytes.hasRemaining()) {
            at += file.write(bytes, at);
        }
    }
}
