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
 * bytes, so that a changed program is a changed package; it is only worked out when the package is asked for.
 */
public final class ProgramRepository implements Repository {
    /** The repository's id. */
    public static final String ID = "atomsmith";

    /** Raised whenever the same classes give another package. */
    private static final int VERSION = 4;

    private static final String JARS = "programs";

    private final Program program;
    private final List<Path> classPath;
    private final BuildCache cache;
    private final Repository like;
    private final String arch;
    private @Nullable RpmPackage made;
    private byte @Nullable [] jar;

    /**
     * A repository of a program.
     *
     * @param classPath where its classes are
     * @param like the repository that it stands beside: the package is of the same kind
     * @param arch of the tree, in RPM's spelling
     */
    public ProgramRepository(Program program, List<Path> classPath, BuildCache cache, Repository like, String arch) {
        this.program = program;
        this.classPath = List.copyOf(classPath);
        this.cache = cache;
        this.like = like;
        this.arch = arch;
    }

    /** Whether a package is made by the build. */
    public static boolean has(RpmPackage p) {
        return p.location().repository().equals(ID);
    }

    /** The program. */
    public Program program() {
        return program;
    }

    /** All that the program may load, in one jar. */
    public synchronized byte[] jar() throws IOException {
        if (jar == null) {
            try (ClassPath path = new ClassPath(classPath)) {
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
                throw new UncheckedIOException("while putting " + program.name() + " together: " + e.getMessage(), e);
            }
        }
        return made;
    }

    private RpmPackage make() throws IOException {
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
                .add((program.name() + " " + program.version()).getBytes(StandardCharsets.UTF_8))
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
        return Set.of(program.name());
    }

    @Override
    public Collection<RpmPackage> named(String name) {
        return name.equals(program.name()) ? List.of(made()) : List.of();
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
