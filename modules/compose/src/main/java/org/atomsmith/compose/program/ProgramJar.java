package org.atomsmith.compose.program;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.atomsmith.deflate.DeflateEncoder;

/**
 * One jar of all that a program may load, the same bytes for the same classes. Reading it costs a start little:
 * what each start loads is in the archive of classes beside it.
 */
public final class ProgramJar {
    /** The earliest time that a zip file can hold: the JVM's archive of classes looks at times, OSTree has none. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0, 0);

    private static final int LEVEL = 6;

    private ProgramJar() {}

    /**
     * Writes the jar.
     *
     * @param arch of the tree, in RPM's spelling: libraries for other machines stay out
     */
    public static byte[] write(Program program, ClassPath path, String arch) throws IOException {
        List<String> roots = new ArrayList<>();
        roots.add(program.mainClass().replace('.', '/'));
        roots.add(program.trainingClass().replace('.', '/'));
        program.roots().forEach(root -> roots.add(root.replace('.', '/')));
        SortedMap<String, byte[]> entries = new TreeMap<>();
        LeanClasses classes = new LeanClasses(path);
        ReachableClasses.from(roots, path).forEach((name, bytes) -> entries.put(name, classes.lean(bytes)));
        Set<String> packages = new HashSet<>();
        entries.keySet().forEach(name -> packages.add(directory(name)));
        for (String name : path.names()) {
            if (isResource(name) && packages.contains(owner(name)) && isFor(name, arch)) {
                entries.put(name, path.read(name).orElseThrow());
            }
        }
        return zip(program, entries);
    }

    private static boolean isResource(String name) {
        return !name.endsWith(".class")
                && !name.startsWith("META-INF/")
                && !name.endsWith(".java")
                && !name.endsWith(".html")
                // What is laid into the tree is not needed a second time in the program.
                && !name.contains("/host/tree/");
    }

    private static String directory(String name) {
        int slash = name.lastIndexOf('/');
        return slash < 0 ? "" : name.substring(0, slash);
    }

    /** The package that a resource belongs to; zstd-jni has its libraries in directories of the top level. */
    private static String owner(String name) {
        return name.contains("libzstd-jni") ? "com/github/luben/zstd" : directory(name);
    }

    private static boolean isFor(String name, String arch) {
        if (!name.contains("libzstd-jni")) {
            return true;
        }
        String directory = switch (arch) {
            case "x86_64" -> "linux/amd64/";
            default -> "linux/" + arch + "/";
        };
        return name.startsWith(directory);
    }

    private static byte[] zip(Program program, Map<String, byte[]> entries) throws IOException {
        SeekableInMemoryByteChannel bytes = new SeekableInMemoryByteChannel();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
            zip.setUseZip64(Zip64Mode.Never);
            put(
                    zip,
                    "META-INF/MANIFEST.MF",
                    ("Manifest-Version: 1.0\r\nMain-Class: " + program.mainClass()
                                    + "\r\nEnable-Native-Access: ALL-UNNAMED\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                put(zip, entry.getKey(), entry.getValue());
            }
        }
        return Arrays.copyOf(bytes.array(), (int) bytes.size());
    }

    private static void put(ZipArchiveOutputStream zip, String name, byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        // Not the JDK's: its zlib, and so its bytes, are another on each machine.
        DeflateEncoder encoder = new DeflateEncoder(LEVEL);
        encoder.begin();
        encoder.write(content, 0, content.length, packed);
        encoder.finish(packed);
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setMethod(ZipEntry.DEFLATED);
        entry.setSize(content.length);
        entry.setCompressedSize(packed.size());
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(TIME);
        zip.addRawArchiveEntry(entry, new ByteArrayInputStream(packed.toByteArray()));
    }
}
