package org.atomsmith.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.atomsmith.cli.terminal.Terminal;
import org.atomsmith.compose.cache.BuildCache;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.file.RelationKind;
import org.atomsmith.rpm.write.PackageSpec;
import org.atomsmith.rpm.write.PackageSpec.About;
import org.atomsmith.rpm.write.PackageSpec.Change;
import org.atomsmith.rpm.write.PackageSpec.Relation;
import org.atomsmith.rpm.write.PayloadCompression;
import org.atomsmith.rpm.write.RpmWriter;
import org.atomsmith.rpm.write.SpecFile;

/**
 * Makes the metadata of some RPM packages and resolves treefiles of them, while the launcher has the JVM record which classes
 * that loads and which methods are worth compiling: later starts then find them ready. What is printed is of no interest.
 */
public final class RpmTraining {
    private static final int PACKAGES = 400;
    private static final int CHOICES = 80;
    private static final int ROUNDS = 6;
    private static final String TEXT = "What it is for. ".repeat(12);

    private RpmTraining() {}

    /**
     * Makes the packages, or runs a command.
     *
     * @param args {@code prepare} or {@code run}, a directory, and the command: {@code resolve} or {@code repo}. What is made
     *     ready for one is not loaded for the other: the JVM looks for all of it at each start
     */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[1]);
        Path packages = directory.resolve("packages");
        boolean resolve = args[2].equals("resolve");
        if (args[0].equals("prepare")) {
            write(Files.createDirectories(packages));
            if (resolve) {
                create(directory, packages, 0);
            }
        } else if (resolve) {
            resolve(directory, packages);
        } else {
            for (int round = 0; round < ROUNDS; round++) {
                create(directory, packages, round);
                // Every other time there is nothing to read.
                if (round % 2 == 1) {
                    BuildCache.removeAll(packages.resolve("repodata"));
                }
            }
        }
    }

    private static void write(Path directory) throws IOException {
        RpmWriter writer = new RpmWriter(RpmWriter.Format.V4, PayloadCompression.NONE, 0, List.of(), Instant.EPOCH);
        for (int i = 0; i < PACKAGES; i++) {
            Evr evr = new Evr(0, "1." + i % 7, "1");
            PackageSpec spec = new PackageSpec(
                    new Nevra("p" + i, evr, "noarch"),
                    new About("Package " + i, TEXT, "MIT", "", "", "", "", "", "p-1-1.src.rpm", "", i),
                    relations(i, evr),
                    List.of(),
                    List.of(new Change(0, "Nobody - 1-1", TEXT)),
                    files(i),
                    new TreeMap<>());
            writer.write(spec, directory.resolve("p" + i + ".rpm"));
        }
        for (int i = 0; i < CHOICES; i++) {
            Evr evr = new Evr(0, "1." + i % 5, "1");
            PackageSpec spec = new PackageSpec(
                    new Nevra("choice" + i / 5, evr, "noarch"),
                    new About("Choice " + i, TEXT, "MIT", "", "", "", "", "", "c-1-1.src.rpm", "", i),
                    choice(i, evr),
                    List.of(),
                    List.of(),
                    List.of(),
                    new TreeMap<>());
            writer.write(spec, directory.resolve("choice" + i + ".rpm"));
        }
    }

    /** Packages in several versions that provide the same, and stand against one another. */
    private static Map<RelationKind, List<Relation>> choice(int i, Evr evr) {
        return Map.of(
                RelationKind.PROVIDES,
                List.of(
                        new Relation("choice" + i / 5, RelationKind.EQUAL, evr.toString()),
                        new Relation("choice-" + i % 8, RelationKind.EQUAL, evr.toString())),
                RelationKind.CONFLICTS,
                List.of(new Relation("choice-" + (i + 3) % 8, RelationKind.LESS, "1.2")),
                RelationKind.OBSOLETES,
                List.of(new Relation("choice" + (i / 5 + 7), RelationKind.LESS, "1.1-1")));
    }

    /** Every package needs earlier ones, one of several sometimes, so that the last needs most of them. */
    private static Map<RelationKind, List<Relation>> relations(int i, Evr evr) {
        List<Relation> provides = new ArrayList<>();
        provides.add(new Relation("p" + i, RelationKind.EQUAL, evr.toString()));
        provides.add(new Relation("virtual-" + i % 40, 0, ""));
        if (i < 4) {
            provides.add(new Relation(RpmPackage.ESSENTIAL, 0, ""));
            return Map.of(RelationKind.PROVIDES, provides);
        }
        String either = "(p" + i / 3 + " or virtual-" + i % 40 + ")";
        return Map.of(
                RelationKind.PROVIDES,
                provides,
                RelationKind.REQUIRES,
                List.of(
                        new Relation("p" + (i - 1), RelationKind.EQUAL | RelationKind.GREATER, "1.0"),
                        new Relation("p" + i / 2, 0, ""),
                        new Relation("virtual-" + i / 12, 0, ""),
                        new Relation("choice-" + i % 8, 0, ""),
                        new Relation(either, 0, "")),
                RelationKind.CONFLICTS,
                List.of(new Relation("p" + i / 2, RelationKind.LESS, "1.0-1")),
                RelationKind.RECOMMENDS,
                List.of(new Relation("virtual-" + i % 39, 0, "")),
                RelationKind.SUGGESTS,
                List.of(new Relation("p" + i / 3, 0, "")));
    }

    private static List<SpecFile> files(int i) {
        List<SpecFile> files = new ArrayList<>();
        for (String path : List.of("/usr/bin/p", "/usr/share/doc/p", "/usr/lib/p/a", "/usr/lib/p/b", "/etc/p")) {
            files.add(new SpecFile(
                    path + i,
                    SpecFile.REGULAR | 0644,
                    0,
                    0,
                    "root",
                    "root",
                    "",
                    Optional.empty(),
                    0,
                    "",
                    InputStream::nullInputStream));
        }
        return files;
    }

    private static void create(Path directory, Path packages, int round) {
        run(directory, "repo", "create", packages.toString(), "--compress", "gz", "--revision", "" + round);
    }

    private static void resolve(Path directory, Path packages) throws IOException {
        Path repo =
                Files.writeString(directory.resolve("r.repo"), "[r]\nbaseurl=" + packages.toUri() + "\ngpgcheck=0\n");
        Path treefile = Files.writeString(
                repo.resolveSibling("host.yaml"),
                "ref: a\ncontainer: true\nrecommends: false\nrepos: [r]\npackages: [p" + (PACKAGES - 1)
                        + ", choice3]\n");
        for (int round = 0; round < ROUNDS; round++) {
            run(directory, "resolve", treefile.toString(), "--write", directory.resolve("lock") + "");
        }
    }

    private static void run(Path directory, String... words) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("XDG_CACHE_HOME", directory.resolve("cache").toString());
        Main.run(words, Terminal.system(environment), environment);
    }
}
