package org.atomsmith.deb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.atomsmith.event.EventSink;
import org.atomsmith.rpm.PackageHeader;
import org.atomsmith.rpm.PayloadEntry.Kind;
import org.atomsmith.rpm.Repository;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.fetch.DownloadCache;
import org.atomsmith.rpm.fetch.FetchException;
import org.atomsmith.rpm.fetch.Request;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole of Debian 13 main, from the mirror that this machine's apt uses. */
@Tag("slow")
class RealArchiveTest {
    private static final List<String> NAMES = List.of(
            "bash",
            "base-files",
            "dash",
            "libc6",
            "libc-bin",
            "openssh-server",
            "systemd",
            "dbus-daemon",
            "coreutils",
            "ca-certificates",
            "zlib1g",
            "tzdata",
            "perl-base",
            "passwd",
            "libpam-runtime");

    @TempDir
    static Path temp;

    private static Repository repository;
    private static DownloadCache downloads;

    @BeforeAll
    static void opens_the_archive() throws IOException {
        Tools.need("dpkg", "dpkg-deb");
        downloads = new DownloadCache(temp.resolve("cache"), false);
        List<AptSource> sources =
                SourcesFile.parse("Types: deb\nURIs: system\nSuites: trixie\nComponents: main\n", "test.sources", temp);
        try {
            repository = new AptRepositories(
                            downloads, temp.resolve("cache"), InstantSource.system(), Path.of("/"), "x86_64")
                    .open("debian", sources, EventSink.none())
                    .getFirst();
        } catch (FetchException.Unreachable e) {
            assumeTrue(false, "no network: " + e.getMessage());
        }
    }

    @Test
    void maps_every_package() {
        List<RpmPackage> packages = repository.packages();
        assertThat(packages).hasSizeGreaterThan(60_000);
        assertThat(repository.names()).hasSizeGreaterThan(60_000);
        assertThat(repository.essential())
                .extracting(RpmPackage::name)
                .contains("bash", "dpkg", "base-files", "libc-bin");
        for (RpmPackage p : packages) {
            assertThat(p.provides().getFirst().name()).isEqualTo(p.name());
            assertThat(p.location().sha256()).hasSize(64);
        }
        assertThat(repository.providing("perl:any"))
                .extracting(RpmPackage::name)
                .contains("perl");
        assertThat(repository.providing("mail-transport-agent")).hasSizeGreaterThan(3);
    }

    @Test
    void orders_all_versions_as_dpkg_does() throws Exception {
        List<String> versions = new ArrayList<>(new TreeSet<>(
                repository.packages().stream().map(p -> p.evr().toString()).toList()));
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i + 1 < versions.size(); i++) {
            pairs.add(versions.get(i) + " " + versions.get(i + 1));
        }
        DebVersionsTest.agrees_with_dpkg(pairs);
    }

    @Test
    void reads_packages_as_dpkg_deb_does_and_dpkg_accepts_the_database() throws Exception {
        List<Request> requests = new ArrayList<>();
        List<RpmPackage> packages = new ArrayList<>();
        for (String name : NAMES) {
            RpmPackage p = repository.named(name).stream()
                    .max((a, b) -> repository.versions().compare(a.evr(), b.evr()))
                    .orElseThrow();
            packages.add(p);
            requests.add(Request.of(
                    repository.bases(),
                    p.location().href(),
                    p.location().sha256(),
                    p.location().size(),
                    name));
        }
        Map<String, Path> files = downloads.fetchAll(requests, 4, EventSink.none());
        Path root = temp.resolve("root");
        List<PackageHeader> headers = new ArrayList<>();
        for (RpmPackage p : packages) {
            Path file = files.get(p.location().sha256());
            List<String> ours = new ArrayList<>();
            headers.add(repository.format().read(file, (entry, content) -> {
                Path path = root.resolve(entry.path());
                if (!entry.path().startsWith("usr/lib/sysimage")) {
                    ours.add(Listing.line(entry));
                }
                Files.createDirectories(entry.kind() == Kind.DIRECTORY ? path : path.getParent());
                switch (entry.kind()) {
                    case DIRECTORY -> {}
                    case FILE -> Files.write(path, content.readAllBytes());
                    case SYMLINK -> Files.createSymbolicLink(path, Path.of(entry.link()));
                    case HARDLINK -> Files.createLink(path, root.resolve(entry.link()));
                }
            }));
            List<String> theirs = Tools.run(temp, "dpkg-deb", "-c", file.toString())
                    .lines()
                    .map(l -> l.replaceFirst("^(\\S+) (\\S+) +([0-9]+) [0-9-]+ [0-9:]+ ", "$1 $2 $3 "))
                    .toList();
            // Directories above the database may be added.
            ours.removeIf(l -> l.matches("d\\S+ root/root 0 \\./usr/(lib/)?") && !theirs.contains(l));
            assertThat(ours).as(p.name()).isEqualTo(theirs);
            assertThat(headers.getLast().nevra()).isEqualTo(p.nevra());
        }
        Path database = root.resolve(DpkgDatabase.DIRECTORY);
        for (String folder : DpkgDatabase.FOLDERS) {
            Files.createDirectories(database.resolve(folder));
        }
        for (Map.Entry<String, String> file :
                DpkgDatabase.files(headers, "x86_64").entrySet()) {
            Files.writeString(database.resolve(file.getKey()), file.getValue());
        }
        String where = "--admindir=" + database;
        assertThat(Tools.run(temp, "dpkg-query", where, "-W").lines()).hasSize(NAMES.size());
        assertThat(Tools.run(temp, "dpkg", where, "-S", "/usr/sbin/sshd"))
                .isEqualTo("openssh-server: /usr/sbin/sshd\n");
        assertThat(Tools.run(temp, "dpkg", where, "--audit")).isEmpty();
        assertThat(Tools.run(temp, "dpkg", "--root=" + root, where, "--verify")).isEmpty();
    }
}
