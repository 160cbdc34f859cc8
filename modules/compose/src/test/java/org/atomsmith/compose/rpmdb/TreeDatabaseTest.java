package org.atomsmith.compose.rpmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.atomsmith.compose.cache.BuildCache;
import org.atomsmith.compose.cache.CacheObjects;
import org.atomsmith.compose.install.Accounts;
import org.atomsmith.compose.install.InstalledSystem;
import org.atomsmith.compose.install.PackageKinds;
import org.atomsmith.compose.install.PayloadFilter;
import org.atomsmith.compose.install.TreeCheckout;
import org.atomsmith.compose.install.Unpack;
import org.atomsmith.compose.packages.PackageImporter;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.PackageTree;
import org.atomsmith.event.EventSink;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.CommandResult;
import org.atomsmith.rpm.Capability;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.PackageHeader;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.file.RelationKind;
import org.atomsmith.rpm.file.RpmFormat;
import org.atomsmith.rpm.write.PackageSpec;
import org.atomsmith.rpm.write.PayloadCompression;
import org.atomsmith.rpm.write.RpmWriter;
import org.atomsmith.rpm.write.SpecFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases of trees of RPM packages. The judge is rpm, in the tree. */
class TreeDatabaseTest {
    private static final long TIME = 1_700_000_000;
    private static final PayloadFilter FILTER = new PayloadFilter(false, Optional.of(List.of("de")), Map.of());

    @TempDir
    private Path directory;

    private BuildCache cache;
    private CacheObjects objects;

    @BeforeEach
    void prepare() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/rpm")), "rpm is not installed");
        assumeTrue("root".equals(System.getProperty("user.name")), "rpm --root needs root");
        cache = new BuildCache(directory.resolve("cache"));
        objects = new CacheObjects(cache);
    }

    @AfterEach
    void close() throws IOException {
        if (objects != null) {
            objects.close();
        }
    }

    private static SpecFile file(String path, int permissions, long flags, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return new SpecFile(
                path,
                SpecFile.REGULAR | permissions,
                bytes.length,
                TIME - 5,
                "root",
                "root",
                "",
                Optional.empty(),
                flags,
                "",
                () -> new ByteArrayInputStream(bytes));
    }

    private static RpmPackage described(String name, String version, List<String> requires) {
        Evr evr = Evr.parse(version);
        return new RpmPackage(
                new Nevra(name, evr, "noarch"),
                requires.stream()
                        .map(r -> new RpmPackage.Requirement(Dependency.Simple.any(r), false))
                        .toList(),
                List.of(new Capability(name, Optional.of(evr))),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                false,
                new RpmPackage.Info(name + " of a test", "MIT", "", "", name + " " + version, TIME, 1),
                new RpmPackage.Location("test", "", 1, name + version));
    }

    /** A package file of that name, imported. */
    private InstalledSystem.Member member(String name, String version, List<String> requires, SpecFile... files)
            throws IOException {
        RpmPackage p = described(name, version, requires);
        PackageSpec.About about =
                new PackageSpec.About("a test", "a test", "MIT", "", "", "", "", "", name + "-1.src.rpm", "", TIME);
        PackageSpec spec = new PackageSpec(
                p.nevra(),
                about,
                Map.of(
                        RelationKind.PROVIDES,
                        List.of(new PackageSpec.Relation(name, RelationKind.EQUAL, version)),
                        RelationKind.REQUIRES,
                        requires.stream()
                                .map(r -> new PackageSpec.Relation(r, 0, ""))
                                .toList()),
                List.of(),
                List.of(),
                List.of(files),
                new TreeMap<>());
        Path rpm = directory.resolve(name + "-" + version + ".rpm");
        new RpmWriter(RpmWriter.Format.V4, PayloadCompression.GZIP, 6, List.of(), Instant.ofEpochSecond(TIME))
                .write(spec, rpm);
        String digest = name + version;
        PackageImporter importer = new PackageImporter(cache, objects, 1, EventSink.none());
        PackageImporter.Source source =
                new PackageImporter.Source(name, rpm, Files.size(rpm), digest, RpmFormat.unsigned());
        importer.importAll(List.of(source), (s, tree) -> {});
        // The second time it comes out of the cache.
        return new InstalledSystem.Member(
                p, importer.importAll(List.of(source), (s, tree) -> {}).get(digest));
    }

    private FileTree unpack(List<InstalledSystem.Member> members) throws IOException {
        Unpack unpack = new Unpack(PackageKinds.of("rpm", List.of(), "x86_64"), FILTER, new FileTree());
        FileTree tree =
                unpack.unpack(members.stream().map(InstalledSystem.Member::tree).toList(), Map.of(), Accounts.none());
        FileTree finished = tree.copy();
        finished.put(
                "etc/passwd",
                objects.store("root:x:0:0::/root:/bin/sh\n".getBytes(StandardCharsets.UTF_8), 0, 0, 0644));
        finished.put("etc/group", objects.store("root:x:0:\n".getBytes(StandardCharsets.UTF_8), 0, 0, 0644));
        finished.remove("var");
        finished.move("etc", "usr/etc");
        return finished;
    }

    private static InstalledSystem system(List<InstalledSystem.Member> members) {
        return new InstalledSystem("rpm", "x86_64", members);
    }

    private FileTree written(List<InstalledSystem.Member> members) throws IOException {
        FileTree tree = unpack(members);
        TreeDatabase.of(cache, objects, system(members), TIME, EventSink.none()).write(tree);
        return tree;
    }

    private Path checkout(String name, FileTree tree) throws IOException {
        objects.flush();
        FileTree deployed = tree.copy();
        deployed.move("usr/etc", "etc");
        Path root = Files.createDirectory(directory.resolve(name));
        new TreeCheckout(objects).into(root, deployed);
        return root;
    }

    private static List<String> rpm(Path root, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("rpm", "--root", root.toString(), "--dbpath", "/usr/share/rpm"));
        command.addAll(List.of(words));
        CommandResult result = Command.of(command)
                .withInheritedEnvironment()
                .withEnvironment("LC_ALL", "C.UTF-8")
                .run();
        assertThat(result.errors()).isEmpty();
        return result.output().lines().sorted().toList();
    }

    private List<InstalledSystem.Member> base() throws IOException {
        return new ArrayList<>(List.of(
                member(
                        "zebra",
                        "1-1",
                        List.of("app"),
                        file("/usr/bin/zebra", 0755, 0, "#!/bin/sh\n"),
                        file("/var/lib/zebra", 0644, 0, "state")),
                member(
                        "app",
                        "2:1.5-1",
                        List.of(),
                        file("/etc/app.conf", 0640, SpecFile.CONFIG, "a = b\n"),
                        file("/usr/bin/app", 0755, 0, "#!/bin/sh\n"),
                        file("/usr/share/doc/app/README", 0644, SpecFile.DOC, "read me\n"),
                        file("/usr/share/locale/fr/app", 0644, 0, "oui\n"),
                        file("/var/log/app", 0644, SpecFile.GHOST, ""))));
    }

    @Test
    void a_tree_has_its_packages_own_headers_and_nothing_differs() throws IOException {
        List<InstalledSystem.Member> members = base();
        Path root = checkout("root", written(members));
        assertThat(rpm(root, "-qa")).containsExactly("app-1.5-1.noarch", "zebra-1-1.noarch");
        assertThat(rpm(root, "-Va")).isEmpty();
        assertThat(rpm(root, "--verifydb")).isEmpty();
        assertThat(rpm(root, "-q", "--qf", "%{INSTALLTIME} %{DBINSTANCE} %{SHA256HEADER}\n", "app"))
                .isEqualTo(List.of(TIME + " 1 " + sha256Header("app-2:1.5-1.rpm")));
        assertThat(rpm(root, "-qs", "app"))
                .containsExactly(
                        "net shared    /var/log/app",
                        "normal        /etc/app.conf",
                        "normal        /usr/bin/app",
                        "not installed /usr/share/doc/app/README",
                        "not installed /usr/share/locale/fr/app");
        Files.delete(root.resolve("etc/app.conf"));
        assertThat(rpm(root, "-Va")).containsExactly("missing   c /etc/app.conf");
    }

    private String sha256Header(String file) throws IOException {
        return Command.of(List.of(
                        "rpm",
                        "-qp",
                        "--nosignature",
                        "--qf",
                        "%{SHA256HEADER}",
                        directory.resolve(file).toString()))
                .withInheritedEnvironment()
                .runOrThrow()
                .output();
    }

    @Test
    void the_order_of_installation_does_not_change_the_database() throws IOException {
        List<InstalledSystem.Member> members = base();
        Node first = written(members).get(TreeDatabase.FILE).orElseThrow();
        assertThat(written(members.reversed()).get(TreeDatabase.FILE)).contains(first);
    }

    @Test
    void a_package_that_the_build_made_is_described() throws IOException {
        RpmPackage made = described("made", "3-1", List.of("app"));
        Node.File content = objects.store("#!/bin/sh\n".getBytes(StandardCharsets.UTF_8), 0, 0, 0755);
        List<InstalledSystem.Member> members = base();
        members.add(new InstalledSystem.Member(
                made,
                new PackageTree(
                        new PackageHeader(made.nevra(), List.of(), new TreeMap<>()),
                        List.of(new PackageTree.Entry("usr/bin/made", content, "root", "root", Set.of())))));
        Path root = checkout("root", written(members));
        assertThat(rpm(root, "-Va")).isEmpty();
        assertThat(rpm(root, "-qf", "/usr/bin/made")).containsExactly("made-3-1.noarch");
        assertThat(rpm(root, "-qR", "made")).contains("app");
        Files.writeString(root.resolve("usr/bin/made"), "#!/bin/no\n");
        assertThat(rpm(root, "-V", "made")).containsExactly("..5......    /usr/bin/made");
    }

    @Test
    void packages_come_and_go_and_others_stay_as_they_were() throws IOException {
        List<InstalledSystem.Member> before = base();
        FileTree tree = written(before);
        InstalledSystem.Member newer =
                member("app", "2:1.6-1", List.of(), file("/usr/bin/app", 0755, 0, "#!/bin/sh\nexit 0\n"));
        InstalledSystem.Member more =
                member("more", "1-1", List.of("app"), file("/usr/bin/more", 0755, 0, "#!/bin/sh\n"));
        List<InstalledSystem.Member> after = List.of(newer, more);
        FileTree changed = unpack(after);
        changed.put(TreeDatabase.FILE, tree.get(TreeDatabase.FILE).orElseThrow());
        ChangedDatabase.change(changed, cache, objects, system(before), List.of("zebra"), after, TIME + 7);
        Path root = checkout("root", changed);
        assertThat(rpm(root, "-qa", "--qf", "%{NEVRA} %{INSTALLTIME}\n"))
                .containsExactly("app-2:1.6-1.noarch " + (TIME + 7), "more-1-1.noarch " + (TIME + 7));
        assertThat(rpm(root, "-Va")).isEmpty();

        FileTree grown = tree.copy();
        grown.put("usr/bin/more", unpack(List.of(more)).get("usr/bin/more").orElseThrow());
        ChangedDatabase.change(grown, cache, objects, system(before), List.of(), List.of(more), TIME + 7);
        Path larger = checkout("larger", grown);
        assertThat(rpm(larger, "-Va")).isEmpty();
        assertThat(rpm(larger, "-qs", "app")).contains("not installed /usr/share/doc/app/README");
        assertThat(rpm(larger, "-qa", "--qf", "%{NAME} %{INSTALLTIME}\n"))
                .containsExactly("app " + TIME, "more " + (TIME + 7), "zebra " + TIME);

        ChangedDatabase.change(grown, cache, objects, system(before), List.of("more"), List.of(), TIME + 8);
        assertThat(grown.get(TreeDatabase.FILE)).isEqualTo(tree.get(TreeDatabase.FILE));
    }
}
