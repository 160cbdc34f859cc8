package org.atomsmith.compose.program;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.atomsmith.compose.cache.CacheKey;
import org.atomsmith.ostree.object.Checksum;
import org.jspecify.annotations.Nullable;

/** The class path of a Java program, jars and directories, that can be looked into. */
public final class ClassPath implements Closeable {
    /** No class or resource of ours comes near it. */
    private static final int MAX_ENTRY = 64 << 20;

    private final List<Place> places = new ArrayList<>();

    /** One jar or directory: a name leads to bytes. */
    private interface Place extends Closeable {
        Set<String> names() throws IOException;

        byte[] read(String name) throws IOException;

        void fingerprint(CacheKey key) throws IOException;
    }

    private final Map<String, Place> index = new HashMap<>();

    /** Opens jars and directories, the first wins. */
    public ClassPath(List<Path> elements) throws IOException {
        for (Path element : elements) {
            Place place = Files.isDirectory(element) ? new Directory(element) : new Jar(element);
            places.add(place);
            for (String name : place.names()) {
                index.putIfAbsent(name, place);
            }
        }
    }

    /** The elements of this program's own class path, those included that the manifests of jars name. */
    public static List<Path> ofThisProgram() throws IOException {
        Set<Path> found = new LinkedHashSet<>();
        for (String element : System.getProperty("java.class.path", "").split(java.io.File.pathSeparator)) {
            if (!element.isEmpty()) {
                add(Path.of(element).toAbsolutePath().normalize(), found);
            }
        }
        return List.copyOf(found);
    }

    private static void add(Path element, Set<Path> found) throws IOException {
        if (!Files.exists(element) || !found.add(element) || Files.isDirectory(element)) {
            return;
        }
        try (JarFile jar = new JarFile(element.toFile())) {
            String more = jar.getManifest() == null
                    ? null
                    : jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            for (String name : more == null ? new String[0] : more.split(" +")) {
                if (!name.isEmpty()) {
                    add(element.resolveSibling(name).normalize(), found);
                }
            }
        }
    }

    /** Whether there is an entry of that name: {@code org/atomsmith/host/Main.class}. */
    public boolean has(String name) {
        return index.containsKey(name);
    }

    /** Names of all entries, sorted. */
    public Set<String> names() {
        return new TreeSet<>(index.keySet());
    }

    /** Reads an entry; empty when there is none. */
    public Optional<byte[]> read(String name) throws IOException {
        @Nullable Place place = index.get(name);
        return place == null ? Optional.empty() : Optional.of(place.read(name));
    }

    /** Adds what stands for all of it, as it is now, to a key. */
    public void fingerprint(CacheKey key) throws IOException {
        for (Place place : places) {
            place.fingerprint(key);
        }
    }

    @Override
    public void close() throws IOException {
        for (Place place : places) {
            place.close();
        }
    }

    private record Directory(Path root) implements Place {
        @Override
        public Set<String> names() throws IOException {
            Set<String> names = new TreeSet<>();
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(Files::isRegularFile)
                        .forEach(file -> names.add(root.relativize(file).toString()));
            }
            return names;
        }

        @Override
        public byte[] read(String name) throws IOException {
            return Files.readAllBytes(root.resolve(name));
        }

        @Override
        public void fingerprint(CacheKey key) throws IOException {
            for (String name : names()) {
                key.add(name).add(read(name));
            }
        }

        @Override
        public void close() {}
    }

    private static final class Jar implements Place {
        private final Path path;
        private final JarFile jar;

        Jar(Path path) throws IOException {
            this.path = path;
            this.jar = new JarFile(path.toFile(), false);
        }

        @Override
        public Set<String> names() {
            Set<String> names = new TreeSet<>();
            jar.stream().filter(entry -> !entry.isDirectory()).forEach(entry -> names.add(entry.getName()));
            return names;
        }

        @Override
        public byte[] read(String name) throws IOException {
            ZipEntry entry = jar.getEntry(name);
            try (InputStream in = jar.getInputStream(entry)) {
                byte[] bytes = in.readNBytes(MAX_ENTRY + 1);
                if (bytes.length > MAX_ENTRY) {
                    throw new IOException(path + ": " + name + " is larger than " + MAX_ENTRY + " bytes");
                }
                return bytes;
            }
        }

        @Override
        public void fingerprint(CacheKey key) throws IOException {
            try (DigestInputStream in = new DigestInputStream(Files.newInputStream(path), Checksum.sha256())) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
                key.add(in.getMessageDigest().digest());
            }
        }

        @Override
        public void close() throws IOException {
            jar.close();
        }
    }
}
