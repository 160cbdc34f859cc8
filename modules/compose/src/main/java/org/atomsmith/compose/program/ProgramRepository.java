package org.atomsmith.compose.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.atomsmith.compose.cache.BuildCache;
import org.atomsmith.compose.cache.CacheKey;
import org.atomsmith.rpm.Capability;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.PackageFormat;
import org.atomsmith.rpm.Repository;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.VersionScheme;
import org.jspecify.annotations.Nullable;

/**
 * A repository with one package, which the build makes itself: a program of ours. Its digest is that of the program's
 * bytes, so that a changed program is a changed package; it is only looked at when the package is asked for.
 */
public final class ProgramRepository implements Repository {
    /** The repository's id. */
    public static final String ID = "atomsmith";

    /** Raised whenever the same classes give another package. */
    private static final int VERSION = 4;

    private static final String JARS = "programs";

    private final String name;
    private final String version;
    private final Source source;
    private final BuildCache cache;
    private final Repository like;
    private final String arch;
    private @Nullable Parts parts;
    private @Nullable RpmPackage made;
    private byte @Nullable [] jar;

    /**
     * What the package is made of.
     *
     * @param classPath where the program's classes are
     */
    public record Parts(Program program, List<Path> classPath) {
        public Parts {
            classPath = List.copyOf(classPath);
        }
    }

    /** Looks for the parts. */
    @FunctionalInterface
    public interface Source {
        /** The parts; asked for once, and only when the package is. */
        Parts parts() throws IOException;
    }

    /**
     * A repository of a program.
     *
     * @param name of the program
     * @param version of the program
     * @param source of the program of that name and version
     * @param like the repository that it stands beside: the package is of the same kind
     * @param arch of the tree, in RPM's spelling
     */
    public ProgramRepository(
            String name, String version, Source source, BuildCache cache, Repository like, String arch) {
        this.name = name;
        this.version = version;
        this.source = source;
        this.cache = cache;
        this.like = like;
        this.arch = arch;
    }

    /** Whether a package is made by the build. */
    public static boolean has(RpmPackage p) {
        return p.location().repository().equals(ID);
    }

    /** The program. */
    public Program program() throws IOException {
        return parts().program();
    }

    private synchronized Parts parts() throws IOException {
        if (parts == null) {
            parts = source.parts();
        }
        return parts;
    }

    /** All that the program may load, in one jar. */
    public synchronized byte[] jar() throws IOException {
        if (jar == null) {
            Program program = program();
            try (ClassPath path = new ClassPath(parts().classPath())) {
                CacheKey key = new CacheKey(JARS, VERSION)
                        .add(program.mainClass())
                        .add(program.trainingClass())
                        .add(program.roots().toString())
                        .add(arch);
                path.fingerprint(key);
                String hex = key.hex();
                Optional<InputStream> known = cache.find(JARS, hex);
                if (known.isPresent()) {
                    try (InputStream in = known.get()) {
                        jar = in.readAllBytes();
                    }
                } else {
                    byte[] bytes = ProgramJar.write(program, path, arch);
                    cache.put(JARS, hex, out -> out.write(bytes));
                    jar = bytes;
                }
            }
        }
        return jar;
    }

    private synchronized RpmPackage made() {
        if (made == null) {
            try {
                made = make();
            } catch (IOException e) {
                throw new UncheckedIOException("while putting " + name + " together: " + e.getMessage(), e);
            }
        }
        return made;
    }

    private RpmPackage make() throws IOException {
        Program program = program();
        CacheKey key = new CacheKey("program", VERSION)
                .add(program.name())
                .add(program.version())
                .add(program.modules().toString())
                .add(program.trainingClass() + program.training())
                .add(program.requires().toString())
                .add(jar());
        long size = jar().length;
        for (Map.Entry<String, Program.Entry> file : program.files().entrySet()) {
            key.add(file.getKey());
            switch (file.getValue()) {
                case Program.Content content -> {
                    key.add(Integer.toString(content.mode())).add(content.bytes());
                    size += content.bytes().length;
                }
                case Program.Link link -> key.add(link.target());
            }
        }
        Evr evr = new Evr(0, program.version(), "1");
        return new RpmPackage(
                new Nevra(program.name(), evr, arch),
                program.requires().stream()
                        .map(dependency -> new RpmPackage.Requirement(dependency, false))
                        .toList(),
                List.of(new Capability(program.name(), Optional.of(evr))),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                false,
                new RpmPackage.Info(program.summary(), "", "", "", program.name() + " " + evr, 0, size),
                new RpmPackage.Location(ID, "", size, key.hex()));
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public List<URI> bases() {
        return List.of();
    }

    /** Not that of the content: which program it is decides nothing about the repositories. */
    @Override
    public String digest() {
        return new CacheKey(ID, VERSION)
                .add((name + " " + version).getBytes(StandardCharsets.UTF_8))
                .hex();
    }

    @Override
    public PackageFormat format() {
        return like.format();
    }

    @Override
    public VersionScheme versions() {
        return like.versions();
    }

    @Override
    public Set<String> names() {
        return Set.of(name);
    }

    @Override
    public Collection<RpmPackage> named(String asked) {
        return asked.equals(name) ? List.of(made()) : List.of();
    }

    @Override
    public Collection<RpmPackage> providing(String capability) {
        return named(capability);
    }

    @Override
    public Collection<RpmPackage> essential() {
        return List.of();
    }

    @Override
    public List<RpmPackage> reverseWeak() {
        return List.of();
    }

    @Override
    public List<RpmPackage> packages() {
        return List.of(made());
    }
}
