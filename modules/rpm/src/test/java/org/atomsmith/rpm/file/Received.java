package org.atomsmith.rpm.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import org.atomsmith.rpm.PayloadEntry;
import org.atomsmith.rpm.PayloadSink;

/** A sink that keeps everything. */
final class Received implements PayloadSink {
    final LinkedHashMap<String, PayloadEntry> entries = new LinkedHashMap<>();
    final LinkedHashMap<String, byte[]> contents = new LinkedHashMap<>();

    @Override
    public void entry(PayloadEntry entry, InputStream content) throws IOException {
        if (entries.put(entry.path(), entry) != null) {
            throw new AssertionError(entry.path() + " came twice");
        }
        byte[] bytes = content.readAllBytes();
        if (bytes.length != entry.size()) {
            throw new AssertionError(entry.path() + ": " + bytes.length + " bytes instead of " + entry.size());
        }
        contents.put(entry.path(), bytes);
    }
}
