package org.atomsmith.deb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.atomsmith.rpm.PackageHeader;
import org.atomsmith.rpm.PayloadEntry.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge is dpkg itself: it reads our database, and we compare ours with the one that it writes. */
class DpkgDatabaseTest {
    @TempDir
    Path temp;

    @BeforeEach
    void needs_dpkg() {
        Tools.need("dpkg", "dpkg-deb", "dpkg-query", "dpkg-trigger");
    }

    private Path build(String name, String fields, Map<String, String> files) throws IOException {
        Path root = temp.resolve("build-" + name);
        files = new TreeMap<>(files);
        files.put(
                "DEBIAN/control",
                "Package: " + name + "\nVersion: 1:2.0-1\nMaintainer: A <a@b.c>\nArchitecture: all\n" + fields
                        + "Description: " + name + "\n Longer.\n .\n  verbatim\nHomepage: x\n");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = root.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
            if (file.getValue().startsWith("#!")) {
                Tools.run(root, "chmod", "755", path.toString());
            }
        }
        Path deb = temp.resolve(name + ".deb");
        Tools.run(temp, "dpkg-deb", "--root-owner-group", "-b", root.toString(), deb.toString());
        return deb;
    }

    private List<Path> packages() throws IOException {
        String log = "#!/bin/sh\n{ echo \"$0 $# <$1> <$2>\"; env | sort; } >> " + temp.resolve("log") + "\n";
        List<Path> debs = new ArrayList<>();
        debs.add(build(
                "beta",
                """
                Section: misc
                Priority: Optional
                Installed-Size: 12
                Depends: alpha (>=1)|gamma:any( << 0:2 ) ,delta
                Replaces: epsilon
                Provides: virtual (= 1), other
                Multi-Arch: foreign
                X-Extra: kept
                Essential: no
                """,
                Map.of(
                        "DEBIAN/conffiles", "/etc/beta.conf\n",
                        "DEBIAN/triggers", " # ours\ninterest-noawait beta-trigger\n\ninterest /usr/share/beta \n",
                        "DEBIAN/preinst", log,
                        "DEBIAN/postinst", log,
                        "etc/beta.conf", "beta\n",
                        "usr/share/beta/file", "content")));
        debs.add(build("alpha", "", Map.of("usr/share/alpha/file", "content", "usr/share/beta/alpha", "x")));
        return debs;
    }

    /** Unpacks with our reader, and lays the database down as compose does. */
    private List<PackageHeader> install(List<Path> debs, Path root) throws IOException {
        List<PackageHeader> headers = new ArrayList<>();
        for (Path deb : debs) {
            headers.add(new DebFormat().read(deb, (entry, content) -> {
                Path path = root.resolve(entry.path());
                if (entry.kind() == Kind.DIRECTORY) {
                    Files.createDirectories(path);
                } else {
                    Files.write(path, content.readAllBytes());
                }
            }));
        }
        Path database = root.resolve(DpkgDatabase.DIRECTORY);
        for (String folder : DpkgDatabase.FOLDERS) {
            Files.createDirectories(database.resolve(folder));
        }
        for (Map.Entry<String, String> file :
                DpkgDatabase.files(headers, "x86_64").entrySet()) {
            Files.writeString(database.resolve(file.getKey()), file.getValue());
        }
        return headers;
    }

    @Test
    void dpkg_reads_lists_finds_and_verifies() throws Exception {
        Path root = temp.resolve("root");
        install(packages(), root);
        String database = "--admindir=" + root.resolve(DpkgDatabase.DIRECTORY);
        assertThat(Tools.run(temp, "dpkg-query", database, "-W", "-f", "${Package} ${Version} ${Status}\n"))
                .isEqualTo("alpha 1:2.0-1 install ok installed\nbeta 1:2.0-1 install ok installed\n");
        assertThat(Tools.run(temp, "dpkg", database, "-l"))
                .contains("ii  alpha")
                .contains("ii  beta");
        assertThat(Tools.run(temp, "dpkg", database, "-S", "/usr/share/alpha/file"))
                .startsWith("alpha: ");
        assertThat(Tools.run(temp, "dpkg", database, "-L", "beta")).startsWith("/.\n/etc\n/etc/beta.conf\n");
        assertThat(Tools.run(temp, "dpkg", "--root=" + root, database, "--verify"))
                .isEmpty();
        assertThat(Tools.run(temp, "dpkg", database, "--audit")).isEmpty();
        Files.writeString(root.resolve("usr/share/alpha/file"), "changed");
        assertThat(Tools.run(temp, "/bin/sh", "-c", "dpkg --root=" + root + " " + database + " --verify || true"))
                .contains("/usr/share/alpha/file");
    }

    @Test
    void is_what_dpkg_writes_for_the_same_packages_and_scripts_are_called_as_dpkg_calls_them() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "dpkg -i needs root");
        List<Path> debs = packages();
        Path theirs = temp.resolve("theirs");
        for (String folder : List.of("info", "updates", "triggers")) {
            Files.createDirectories(theirs.resolve(folder));
        }
        Files.writeString(theirs.resolve("status"), "");
        // The host's own files are not touched: packages go below the test's directory, scripts run outside of it.
        List<String> command = new ArrayList<>(List.of(
                "dpkg",
                "--admindir=" + theirs,
                "--instdir=" + temp.resolve("inst"),
                "--force-script-chrootless",
                "--force-depends",
                "-i"));
        Files.createDirectories(temp.resolve("inst"));
        debs.forEach(deb -> command.add(deb.toString()));
        Tools.run(temp, Map.of("DEBIAN_FRONTEND", "noninteractive"), command.toArray(String[]::new));

        Path root = temp.resolve("root");
        List<PackageHeader> headers = install(debs, root);
        Path ours = root.resolve(DpkgDatabase.DIRECTORY);
        assertThat(ours.resolve("status")).hasSameTextualContentAs(theirs.resolve("status"));
        assertThat(ours.resolve("triggers/File")).hasSameTextualContentAs(theirs.resolve("triggers/File"));
        assertThat(ours.resolve("triggers/beta-trigger"))
                .hasSameTextualContentAs(theirs.resolve("triggers/beta-trigger"));
        for (String file :
                List.of("alpha.list", "alpha.md5sums", "beta.list", "beta.conffiles", "beta.postinst", "format")) {
            assertThat(ours.resolve("info/" + file)).hasSameBinaryContentAs(theirs.resolve("info/" + file));
        }

        MaintainerScripts scripts = MaintainerScripts.of(headers);
        List<ScriptCall> calls = new ArrayList<>(scripts.preinsts(headers));
        calls.addAll(scripts.postinsts(headers));
        assertThat(calls)
                .hasToString(
                        "[beta: /var/lib/dpkg/info/beta.preinst install, beta: /var/lib/dpkg/info/beta.postinst configure '']");
        String log = Files.readString(temp.resolve("log"));
        assertThat(log).contains("preinst 1 <install> <>").contains("beta.postinst 2 <configure> <>");
        // dpkg's own version, forces and paths differ here; every variable that it sets must be there.
        for (String line : log.lines().filter(l -> l.startsWith("DPKG_")).toList()) {
            String name = line.substring(0, line.indexOf('='));
            assertThat(calls.get(1).environment()).containsKey(name);
            if (name.matches("DPKG_MAINTSCRIPT_(ARCH|DEBUG|PACKAGE|PACKAGE_REFCOUNT)")) {
                assertThat(calls.get(1).environment()).containsEntry(name, line.substring(name.length() + 1));
            }
        }
    }

    @Test
    void tells_packages_of_files_and_names_that_they_are_interested_in() throws Exception {
        List<PackageHeader> headers = install(packages(), temp.resolve("root"));
        DebTriggers triggers = DebTriggers.of(headers);
        PackageHeader alpha = headers.get(1);
        assertThat(triggers.pending(List.of(new DebTriggers.Arrival(alpha, List.of("usr/share/alpha"))), ""))
                .isEmpty();
        assertThat(triggers.pending(List.of(new DebTriggers.Arrival(alpha, List.of("usr/share/betamax"))), ""))
                .isEmpty();
        List<DebTriggers.Pending> pending = triggers.pending(
                List.of(new DebTriggers.Arrival(alpha, List.of("usr", "usr/share/beta/alpha"))),
                "beta-trigger alpha\nunknown -\n");
        assertThat(pending).hasSize(1);
        assertThat(MaintainerScripts.of(headers).triggered(pending.getFirst()).orElseThrow())
                .hasToString("beta: /var/lib/dpkg/info/beta.postinst triggered '/usr/share/beta beta-trigger'");
    }

    @Test
    void reads_what_dpkg_trigger_notes() throws Exception {
        Path root = temp.resolve("root");
        List<PackageHeader> headers = install(packages(), root);
        Path database = root.resolve(DpkgDatabase.DIRECTORY);
        Tools.run(temp, "dpkg-trigger", "--admindir=" + database, "--by-package=alpha", "beta-trigger");
        Tools.run(temp, "dpkg-trigger", "--admindir=" + database, "--no-await", "/usr/share/beta/deeper/file");
        String noted = Files.readString(database.resolve("triggers/Unincorp"));
        assertThat(DebTriggers.of(headers).pending(List.of(), noted).getFirst().triggers())
                .containsExactly("/usr/share/beta", "beta-trigger");
    }

    @Test
    void the_database_is_read_as_it_was_written() throws Exception {
        List<PackageHeader> headers = install(packages(), temp.resolve("root"));
        Path database = temp.resolve("root").resolve(DpkgDatabase.DIRECTORY);
        InstalledPackages.Files files = new InstalledPackages.Files() {
            @Override
            public boolean has(String path) {
                return Files.isRegularFile(database.resolve(path));
            }

            @Override
            public Optional<String> text(String path) throws IOException {
                return has(path) ? Optional.of(Files.readString(database.resolve(path))) : Optional.empty();
            }
        };
        String arch = InstalledPackages.arch(files).orElseThrow();
        List<InstalledPackages.Installed> installed = InstalledPackages.read(files, arch);
        assertThat(installed).extracting(i -> i.header().nevra().name()).containsExactly("alpha", "beta");
        assertThat(installed.get(1).header().scriptlets())
                .extracting(PackageHeader.Scriptlet::phase)
                .contains("pre", "post");
        assertThat(installed.get(1).paths()).isNotEmpty().noneMatch(path -> path.startsWith("/"));
        List<PackageHeader> read =
                installed.stream().map(InstalledPackages.Installed::header).toList();
        assertThat(DpkgDatabase.files(read, arch)).isEqualTo(DpkgDatabase.files(headers, arch));
    }

    @Test
    void refuses_malformed_triggers() throws Exception {
        for (String line :
                List.of("interest", "interest-soon x", "interest ../x", "interest File", "activate /a/../b")) {
            Path deb = temp.resolve("bad.deb");
            Files.write(
                    deb,
                    SampleDeb.deb(
                            List.of(
                                    SampleDeb.Entry.file("./control", SampleDeb.CONTROL),
                                    SampleDeb.Entry.file("./triggers", line + "\n")),
                            List.of()));
            PackageHeader header = new DebFormat().read(deb, (entry, content) -> {});
            assertThatThrownBy(() -> DebTriggers.of(List.of(header)))
                    .hasMessageStartingWith("sample-1.0-1.x86_64: triggers:1:1: ");
        }
    }
}
