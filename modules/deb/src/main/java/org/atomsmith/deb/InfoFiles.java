package org.atomsmith.deb;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.rpm.PayloadEntry;
import org.atomsmith.rpm.PayloadEntry.Kind;
import org.atomsmith.rpm.PayloadSink;

/** The files that dpkg keeps in its {@code info} directory for an installed package, as entries of the payload. */
final class InfoFiles {
    private static final Set<String> EXECUTABLE = Set.of("preinst", "postinst", "prerm", "postrm", "config");

    private final ControlArchive control;
    private final DataArchive data;

    InfoFiles(ControlArchive control, DataArchive data) {
        this.control = control;
        this.data = data;
    }

    /** Emits the directories that the payload lacks, then the files, sorted by name. */
    void emit(PayloadSink sink) throws IOException {
        Set<String> present = new HashSet<>(data.paths());
        String directory = "";
        for (String component : (DpkgDatabase.DIRECTORY + "/info").split("/")) {
            directory = directory.isEmpty() ? component : directory + "/" + component;
            if (!present.contains(directory)) {
                sink.entry(entry(directory, Kind.DIRECTORY, 0755, 0), DebFormat.nothing());
            }
        }
        String prefix = directory + "/" + control.databaseName() + ".";
        for (Map.Entry<String, byte[]> file : files().entrySet()) {
            int mode = EXECUTABLE.contains(file.getKey()) ? 0755 : 0644;
            byte[] content = file.getValue();
            sink.entry(
                    entry(prefix + file.getKey(), Kind.FILE, mode, content.length), new ByteArrayInputStream(content));
        }
    }

    private SortedMap<String, byte[]> files() {
        SortedMap<String, byte[]> files = new TreeMap<>(control.files());
        files.put("list", list().getBytes(StandardCharsets.UTF_8));
        files.computeIfAbsent("md5sums", absent -> md5sums().getBytes(StandardCharsets.UTF_8));
        return files;
    }

    private String list() {
        StringBuilder list = new StringBuilder();
        for (String path : data.paths()) {
            list.append('/').append(path.isEmpty() ? "." : path).append('\n');
        }
        return list.toString();
    }

    /** dpkg makes the list of digests when a package brings none. */
    private String md5sums() {
        StringBuilder sums = new StringBuilder();
        for (String path : data.paths()) {
            String digest = data.digests().get(path);
            if (digest != null) {
                sums.append(digest).append("  ").append(path).append('\n');
            }
        }
        return sums.toString();
    }

    private static PayloadEntry entry(String path, Kind kind, int mode, long size) {
        return new PayloadEntry(
                path, kind, mode, "root", 0, "root", 0, "", size, Collections.emptySortedMap(), Set.of(), "");
    }
}
