package org.atomsmith.rpm.md;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.atomsmith.event.Event;
import org.atomsmith.event.EventSink;
import org.atomsmith.rpm.Fixtures;
import org.atomsmith.rpm.PackageFormatException;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.TextFileException;
import org.atomsmith.rpm.fetch.DownloadCache;
import org.atomsmith.rpm.fetch.Request;
import org.atomsmith.rpm.file.RpmBuild;
import org.atomsmith.rpm.openpgp.Gpg;
import org.atomsmith.rpm.openpgp.OpenPgpException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RpmRepositoryTest {
    private static final String SPEC = """
            Name: %{n}
            Version: 1
            Release: 1
            Summary: S
            License: MIT
            BuildArch: noarch
            Provides: virtual = 2:3-4, unversioned, /usr/share/provided
            Requires: (b >= 1 if c else (d or e)), plain, low < 5, /usr/libexec/helper, /usr/bin/tool
            """ + RpmBuild.RELATIONS + """
            %description
            D
            %install
            mkdir -p %{buildroot}/usr/libexec %{buildroot}/usr/bin
            echo %{n} > %{buildroot}/usr/libexec/%{n}-helper
            echo %{n} > %{buildroot}/usr/bin/%{n}
            %files
            /usr/libexec/%{n}-helper
            /usr/bin/%{n}
            """;

    @TempDir
    static Path shared;

    static Path one;
    static Path two;

    @TempDir
    Path temp;

    private Path repo;

    @BeforeAll
    static void build() throws IOException {
        Fixtures.requireProgram("createrepo_c");
        RpmBuild build = new RpmBuild(shared);
        one = build.build(SPEC, "n one");
        two = build.build(SPEC, "n two");
    }

    @BeforeEach
    void create() throws IOException {
        repo = Files.createDirectory(temp.resolve("repo"));
        Files.copy(one, repo.resolve("one.rpm"));
        Files.copy(two, repo.resolve("two.rpm"));
        createrepo("gz");
    }

    @ParameterizedTest
    @ValueSource(strings = {"xz", "bz2", "zst"})
    void reads_the_same_from_every_compression(String compression) throws IOException {
        List<RpmPackage> packages = open(definition("gpgcheck=0")).packages();
        createrepo(compression);
        assertThat(open(definition("gpgcheck=0")).packages()).isEqualTo(packages);
    }

    @Test
    void agrees_with_dnf_on_every_relation() throws IOException {
        RpmRepository repository = open(definition("gpgcheck=0"));
        assertThat(repository.names()).containsExactly("one", "two");
        RpmPackage rpm = repository.named("one").iterator().next();
        Fixtures.requireProgram("dnf");
        assertThat(texts(rpm.requires().stream()
                        .map(r -> r.dependency().toString())
                        .toList()))
                .isEqualTo(dnf("--requires"));
        assertThat(texts(rpm.provides())).isEqualTo(dnf("--provides"));
        assertThat(texts(rpm.conflicts())).isEqualTo(dnf("--conflicts"));
        assertThat(texts(rpm.obsoletes())).isEqualTo(dnf("--obsoletes"));
        assertThat(texts(rpm.recommends())).isEqualTo(dnf("--recommends"));
        assertThat(texts(rpm.suggests())).isEqualTo(dnf("--suggests"));
        assertThat(texts(rpm.supplements())).isEqualTo(dnf("--supplements"));
        assertThat(texts(rpm.enhances())).isEqualTo(dnf("--enhances"));
        assertThat(rpm.requires()).filteredOn(RpmPackage.Requirement::pre).hasSize(1);
    }

    @Test
    void finds_packages_by_name_capability_and_file() throws IOException {
        RpmRepository repository = open(definition("gpgcheck=0"));
        assertThat(repository.providing("virtual")).extracting(RpmPackage::name).containsExactly("one", "two");
        assertThat(repository.providing("one")).extracting(RpmPackage::name).containsExactly("one");
        assertThat(repository.providing("/usr/bin/two"))
                .extracting(RpmPackage::name)
                .containsExactly("two");
        assertThat(repository.providing("nothing")).isEmpty();
        assertThat(repository.named("nothing")).isEmpty();
        assertThat(repository.essential()).isEmpty();
        assertThat(repository.reverseWeak()).hasSize(2);
        assertThat(repository.packages()).hasSize(2);
        assertThat(repository.digest()).isEqualTo(sha256(Files.readAllBytes(repo.resolve("repodata/repomd.xml"))));
        assertThat(repository.versions().name()).isEqualTo("rpm");
        assertThat(repository.format().name()).isEqualTo("rpm");
    }

    @Test
    void filelists_are_read_only_for_paths_that_primary_cannot_list() throws IOException {
        RpmRepository repository = open(definition("gpgcheck=0"));
        Path filelists = only(repo.resolve("repodata"), ".*filelists.xml.gz");
        Path hidden = temp.resolve("hidden");
        Files.move(filelists, hidden);
        assertThat(repository.providing("/usr/bin/none")).isEmpty();
        assertThat(repository.providing("/etc/none")).isEmpty();
        assertThatThrownBy(() -> repository.providing("/usr/libexec/one-helper"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("filelists");
        Files.move(hidden, filelists);
        assertThat(repository.providing("/usr/libexec/one-helper"))
                .extracting(RpmPackage::name)
                .containsExactly("one");
        assertThat(repository.providing("/usr/libexec/two-helper"))
                .extracting(RpmPackage::name)
                .containsExactly("two");
        assertThat(repository.providing("/usr/libexec/none")).isEmpty();
        assertThat(repository.providing("/usr/share/provided")).hasSize(2);
    }

    @Test
    void package_files_are_fetched_by_their_location() throws IOException {
        RpmRepository repository = open(definition("gpgcheck=0"));
        DownloadCache cache = new DownloadCache(temp.resolve("cache"), false);
        for (RpmPackage rpm : repository.packages()) {
            Path file = cache.fetch(Request.of(repository, rpm));
            assertThat(file).hasSameBinaryContentAs(rpm.name().equals("one") ? one : two);
            assertThat(repository.format().read(file, (e, c) -> {}).nevra()).isEqualTo(rpm.nevra());
        }
    }

    @Test
    void excludes_and_includes_are_globs() throws IOException {
        assertThat(open(definition("gpgcheck=0\nexclude=o*")).names()).containsExactly("two");
        assertThat(open(definition("gpgcheck=0\nexcludepkgs=two-1-1.noarch")).names())
                .containsExactly("one");
        assertThat(open(definition("gpgcheck=0\nincludepkgs=[a-t]wo.noarch")).names())
                .containsExactly("two");
        assertThat(open(definition("gpgcheck=0\nexclude=o[!a-z]e t?")).names()).containsExactly("one", "two");
    }

    @Test
    void unverified_repositories_warn() throws IOException {
        List<Event> events = new ArrayList<>();
        RpmRepository.open(definition("gpgcheck=0"), cache(), InstantSource.system(), events::add);
        assertThat(events)
                .anyMatch(e ->
                        e instanceof Event.Warning w && w.message().contains("nothing that comes from it is verified"));
        assertThatThrownBy(() -> open(definition("gpgcheck=1"))).hasMessageContaining("names no key; add gpgkey=");
    }

    @Test
    void signed_metadata_and_packages_are_demanded_as_defined() throws IOException {
        try (Gpg gpg = new Gpg(temp)) {
            String key = gpg.key("k", "ed25519", "sign", "0");
            Path keyFile = Files.write(temp.resolve("key.asc"), gpg.run("--armor", "--export", key));
            String checks = "gpgcheck=1\nrepo_gpgcheck=1\ngpgkey=" + keyFile.toUri();
            Path repomd = repo.resolve("repodata/repomd.xml");
            assertThatThrownBy(() -> open(definition(checks)))
                    .isInstanceOf(OpenPgpException.Unsigned.class)
                    .hasMessageContainingAll("repomd.xml.asc", "repo_gpgcheck=0");
            Files.write(repo.resolve("repodata/repomd.xml.asc"), gpg.detach(Files.readAllBytes(repomd), "--armor"));
            RpmRepository repository = open(definition(checks));
            assertThatThrownBy(() -> repository.format().read(one, (e, c) -> {}))
                    .isInstanceOf(OpenPgpException.Unsigned.class);
            Files.writeString(repomd, Files.readString(repomd).replace("<revision>", "<revision>9"));
            assertThatThrownBy(() -> open(definition(checks))).isInstanceOf(OpenPgpException.BadSignature.class);
        }
    }

    @Test
    void damaged_metadata_name_the_file() throws IOException {
        Path primary = only(repo.resolve("repodata"), ".*primary.xml.gz");
        byte[] bytes = Files.readAllBytes(primary);
        bytes[bytes.length / 2] ^= 1;
        Files.write(primary, bytes);
        assertThatThrownBy(() -> open(definition("gpgcheck=0")))
                .hasMessageContainingAll(primary.getFileName().toString(), "SHA-256");
        Path repomd = repo.resolve("repodata/repomd.xml");
        Files.writeString(repomd, Files.readString(repomd).replace("type=\"primary\"", "type=\"other_db2\""));
        assertThatThrownBy(() -> open(definition("gpgcheck=0")))
                .isInstanceOf(PackageFormatException.class)
                .hasMessageContaining("lists no primary metadata");
    }

    @Test
    void a_larger_primary_than_promised_is_refused() throws IOException {
        Path repomd = repo.resolve("repodata/repomd.xml");
        Files.writeString(repomd, Files.readString(repomd).replaceAll("<open-size>\\d+<", "<open-size>100<"));
        assertThatThrownBy(() -> open(definition("gpgcheck=0")))
                .isInstanceOf(PackageFormatException.class)
                .hasMessageContaining("longer than the 100 bytes");
    }

    @Test
    void system_repositories_bring_mirrors_and_keys() throws IOException {
        Path root = Files.createDirectories(temp.resolve("root"));
        Path directory = Files.createDirectories(root.resolve("etc/yum.repos.d"));
        Files.writeString(directory.resolve("x.repo"), "[base]\nbaseurl=http://mirror/$releasever\ngpgkey=file:///k\n");
        SystemRepositories system = new SystemRepositories(root);
        RepoDefinition asked = parse("[base]\nbaseurl=system\n", "base");
        RepoDefinition complete = system.complete(asked, Map.of("releasever", "9"));
        assertThat(complete.bases()).containsExactly(URI.create("http://mirror/9/"));
        assertThat(complete.gpgKeys()).containsExactly(URI.create("file:///k"));
        assertThatThrownBy(() -> system.complete(parse("[other]\nbaseurl=system\n", "other"), Map.of()))
                .hasMessageContaining("this machine has no repository 'other' in " + directory);
    }

    private void createrepo(String compression) throws IOException {
        RpmBuild.run(
                temp,
                List.of(
                        "createrepo_c",
                        "-q",
                        "--no-database",
                        "--general-compress-type",
                        compression.equals("zst") ? "gz" : compression,
                        repo.toString()));
        if (compression.equals("zst")) {
            recompress();
        }
    }

    /** createrepo_c is built without zstd here: the same metadata, compressed again. */
    private void recompress() throws IOException {
        Path repomd = repo.resolve("repodata/repomd.xml");
        String text = Files.readString(repomd);
        try (Stream<Path> files = Files.list(repo.resolve("repodata"))) {
            for (Path file : files.filter(p -> p.toString().endsWith(".gz")).toList()) {
                byte[] old = Files.readAllBytes(file);
                byte[] content = new GZIPInputStream(Files.newInputStream(file)).readAllBytes();
                byte[] compressed = Zstd.compress(content);
                String name = sha256(compressed) + ".xml.zst";
                Files.write(file.resolveSibling(name), compressed);
                Files.delete(file);
                text = text.replace(file.getFileName().toString(), name)
                        .replace(sha256(old), sha256(compressed))
                        .replace("<size>" + old.length + "<", "<size>" + compressed.length + "<");
            }
        }
        Files.writeString(repomd, text);
    }

    private TreeSet<String> dnf(String what) throws IOException {
        Path state = Files.createTempDirectory(temp, "dnf");
        String output = RpmBuild.run(
                state,
                List.of(
                        "dnf",
                        "-q",
                        "--installroot=" + state.resolve("root"),
                        "--setopt=cachedir=" + state.resolve("cache"),
                        "--setopt=reposdir=" + state,
                        "--setopt=logdir=" + state,
                        "--setopt=persistdir=" + state,
                        "--releasever=1",
                        "--setopt=module_platform_id=platform:1",
                        "--repofrompath=t," + repo.toUri(),
                        "--repo=t",
                        "repoquery",
                        what,
                        "one"));
        return new TreeSet<>(output.lines().filter(l -> !l.isBlank()).toList());
    }

    private static TreeSet<String> texts(Collection<?> relations) {
        TreeSet<String> texts = new TreeSet<>();
        relations.forEach(r -> texts.add(r.toString()));
        return texts;
    }

    private RepoDefinition definition(String more) throws TextFileException {
        return parse("[test]\nbaseurl=" + repo.toUri() + "\n" + more + "\n", "test");
    }

    private static RepoDefinition parse(String text, String id) throws TextFileException {
        return RepoFile.parse(text, "t.repo", Path.of("/")).define(id, Map.of()).orElseThrow();
    }

    private RpmRepository open(RepoDefinition definition) throws IOException {
        return RpmRepository.open(definition, cache(), InstantSource.system(), EventSink.none());
    }

    private DownloadCache cache() throws IOException {
        return new DownloadCache(Files.createTempDirectory(temp, "cache"), false);
    }

    private static Path only(Path directory, String pattern) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(p -> p.toString().matches(pattern)).findFirst().orElseThrow();
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
