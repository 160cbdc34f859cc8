package org.atomsmith.deb;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Writes package files whose every byte a test decides. */
final class SampleDeb {
    static final String CONTROL = "Package: sample\nVersion: 1.0-1\nArchitecture: amd64\nDescription: a sample\n";

    private SampleDeb() {}

    /** One entry of a tar archive. */
    record Entry(String name, byte type, String link, String content) {
        static Entry file(String name, String content) {
            return new Entry(name, TarArchiveEntry.LF_NORMAL, "", content);
        }

        static Entry directory(String name) {
            return new Entry(name, TarArchiveEntry.LF_DIR, "", "");
        }
    }

    static byte[] tar(List<Entry> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, 1024, StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
            for (Entry entry : entries) {
                TarArchiveEntry header = new TarArchiveEntry(entry.name(), entry.type(), true);
                byte[] content = entry.content().getBytes(StandardCharsets.UTF_8);
                header.setSize(content.length);
                header.setLinkName(entry.link());
                header.setModTime(0);
                header.setUserName("root");
                header.setGroupName("root");
                tar.putArchiveEntry(header);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        }
        return bytes.toByteArray();
    }

    /** A package file whose archives are not packed; members are added in the given order. */
    static byte[] ar(Object... namesAndBytes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ArArchiveOutputStream ar = new ArArchiveOutputStream(bytes)) {
            for (int i = 0; i < namesAndBytes.length; i += 2) {
                byte[] content = (byte[]) namesAndBytes[i + 1];
                ar.putArchiveEntry(new ArArchiveEntry((String) namesAndBytes[i], content.length, 0, 0, 0100644, 0));
                ar.write(content);
                ar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    static byte[] deb(List<Entry> control, List<Entry> data) throws IOException {
        return ar(
                "debian-binary",
                "2.0\n".getBytes(StandardCharsets.US_ASCII),
                "control.tar",
                tar(control),
                "data.tar",
                tar(data));
    }

    static byte[] deb(List<Entry> data) throws IOException {
        return deb(List.of(Entry.file("./control", CONTROL)), data);
    }

    static Path write(Path directory, byte[] deb) throws IOException {
        Path file = directory.resolve("sample.deb");
        Files.write(file, deb);
        return file;
    }
}
