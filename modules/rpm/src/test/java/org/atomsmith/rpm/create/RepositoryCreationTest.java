package org.atomsmith.rpm.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.atomsmith.event.EventSink;
import org.atomsmith.linux.FileLock;
import org.atomsmith.rpm.Fixtures;
import org.atomsmith.rpm.PackageFormatException;
import org.atomsmith.rpm.file.RpmBuild;
import org.atomsmith.rpm.openpgp.Gpg;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RepositoryCreationTest {
    private static final FileTime OLD = FileTime.fromMillis(1_600_000_000_000L);
    private static final String SPEC = """
            Name: every
            Epoch: 3
            Version: 1.0~rc1
            Release: 2^git
            Summary: One & two < "three"
            License: MIT and <others>
            URL: https://example.org/?a=1&b=2
            Vendor: V & W
            Packager: Somebody <some@body>
            Group: Things
            Provides: virtual = 2:3-4, unversioned, libc.so.6(GLIBC_2.1)(64bit), dup = 1, dup = 1
            Requires: dup = 1, plain, low < 5, plain, low <= 6, /usr/bin/every, /etc/other, (b >= 1 if c else (d or e))
            Requires: libc.so.6()(64bit), libc.so.6(GLIBC_2.4)(64bit), libc.so.6(GLIBC_2.34)(64bit), libc.so.6(GLIBC_2.9)(64bit)
            Requires(post): plain
            Requires(preun): late
            """ + RpmBuild.RELATIONS + """
            %description
            First line.

            Second "paragraph" & more
            %install
            mkdir -p %{buildroot}/usr/bin %{buildroot}/etc/every.d %{buildroot}/usr/share/every/bin/deep
            echo a > %{buildroot}/usr/bin/every
            ln -s every %{buildroot}/usr/bin/link
            echo b > "%{buildroot}/usr/share/every/a & b"
            echo c > %{buildroot}/etc/every.conf
            touch %{buildroot}/etc/every.d/ghost
            %files
            %config(noreplace) /etc/every.conf
            %dir /etc/every.d
            %ghost /etc/every.d/ghost
            /usr/bin/*
            /usr/share/every
            %changelog
            * Wed Jan 03 2024 C <c@example.org> - 3
            - third & last
            * Tue Jan 02 2024 B <b@example.org> - 2
            - second of the day
            * Tue Jan 02 2024 B <b@example.org> - 1b
            - first of the day
            * Tue Jan 02 2024 B <b@example.org> - 1a
            - zeroth of the day
            * Mon Jan 01 2024 A <a@example.org> - 1
            - first
            """;

    @TempDir
    static Path shared;

    static Path built;

    @TempDir
    Path temp;

    private Path repo;

    @BeforeAll
    static void build() throws IOException {
        built = new RpmBuild(shared).build(SPEC);
    }

    @BeforeEach
    void fill() throws IOException {
        repo = Files.createDirectories(temp.resolve("repo"));
        Files.createDirectories(repo.resolve("below/deeper"));
        try (Stream<Path> packages = Files.list(Fixtures.of("rpm"))) {
            for (Path file : (Iterable<Path>) packages.filter(p -> p.toString().endsWith(".rpm"))::iterator) {
                copy(file, repo.resolve(file.getFileName()));
            }
        }
        copy(built, repo.resolve("below/deeper/every.rpm"));
    }

    @Test
    void has_the_content_that_createrepo_writes() throws IOException {
        Fixtures.requireProgram("createrepo_c");
        // createrepo_c turns some characters of ISO 8859 into bytes that are not UTF-8.
        Files.delete(repo.resolve("balicek-iso88592-1.1.1-1.x86_64.rpm"));
        create(RepositoryOptions.plain());
        Map<String, Map<String, List<String>>> ours = new TreeMap<>();
        for (String type : List.of("primary", "filelists", "other")) {
            ours.put(type, Judged.packages(repo, type));
        }
        assertThat(ours.get("primary")).hasSizeGreaterThan(10);
        RpmBuild.run(temp, List.of("createrepo_c", "--no-database", "-q", repo.toString()));
        for (String type : ours.keySet()) {
            assertThat(ours.get(type)).as(type).isEqualTo(Judged.packages(repo, type));
        }
    }

    @ParameterizedTest
    @EnumSource(MetadataCompression.class)
    void dnf_reads_it(MetadataCompression compression) throws IOException {
        Fixtures.requireProgram("dnf");
        RepositoryOptions plain = RepositoryOptions.plain();
        Path comps = Fixtures.of("repodata/comps_files/comps_00.xml");
        create(new RepositoryOptions(
                compression,
                2,
                true,
                Optional.of(comps),
                List.of(),
                plain.updateInfo(),
                plain.revision(),
                plain.signer()));
        String listed = RpmBuild.run(
                temp,
                List.of(
                        "dnf",
                        "-q",
                        "--repofrompath=t," + repo.toUri(),
                        "--repo=t",
                        "--setopt=cachedir=" + temp.resolve("cache"),
                        "--setopt=reposdir=/nowhere",
                        "--nogpgcheck",
                        "repoquery",
                        "--arch=x86_64",
                        "--qf",
                        "%{name}-%{evr}"));
        assertThat(listed.lines()).contains("every-3:1.0~rc1-2^git", "Archer-2:3.4.5-6", "super_kernel-6.0.1-2");
    }

    @Test
    void reads_only_what_changed_and_writes_the_same_as_from_nothing() throws IOException {
        RepositoryCreation.Created first = create(RepositoryOptions.plain());
        assertThat(first.read()).isEqualTo(first.packages());
        RepositoryCreation.Created again = create(RepositoryOptions.plain());
        assertThat(again.read()).isZero();
        assertThat(again.changed()).isFalse();
        assertThat(again.files()).isEqualTo(first.files());

        Files.move(repo.resolve("Archer-3.4.5-6.x86_64.rpm"), temp.resolve("away"));
        copy(built, repo.resolve("zz.rpm"));
        RepositoryCreation.Created changed = create(RepositoryOptions.plain());
        assertThat(changed.read()).isEqualTo(1);
        assertThat(changed.changed()).isTrue();
        assertThat(changed.revision()).isGreaterThan(first.revision());

        delete(repo.resolve("repodata"));
        assertThat(create(RepositoryOptions.plain()).files()).isEqualTo(changed.files());
    }

    @Test
    void a_file_that_changed_within_the_second_is_read_again() throws IOException {
        create(RepositoryOptions.plain());
        Path file = repo.resolve("Archer-3.4.5-6.x86_64.rpm");
        FileTime now = Files.getLastModifiedTime(repo.resolve("repodata/repomd.xml"));
        Files.setLastModifiedTime(file, now);
        create(RepositoryOptions.plain());
        Files.setLastModifiedTime(repo.resolve("repodata/repomd.xml"), now);
        assertThat(create(RepositoryOptions.plain()).read()).isEqualTo(1);
    }

    @Test
    void damaged_or_foreign_metadata_are_not_taken_over() throws IOException {
        Fixtures.requireProgram("createrepo_c");
        RepositoryCreation.Created first = create(RepositoryOptions.plain());
        Path primary = repo.resolve(first.files().getFirst().href());
        byte[] bytes = Files.readAllBytes(primary);
        bytes[bytes.length / 2] ^= 1;
        Files.write(primary, bytes);
        RepositoryCreation.Created second = create(RepositoryOptions.plain());
        assertThat(second.read()).isEqualTo(second.packages());
        assertThat(second.files()).isEqualTo(first.files());
        RpmBuild.run(temp, List.of("createrepo_c", "--no-database", "-q", repo.toString()));
        RepositoryCreation.Created third = create(RepositoryOptions.plain());
        assertThat(third.read()).isEqualTo(third.packages());
        assertThat(third.files()).isEqualTo(first.files());
    }

    @Test
    void what_a_killed_run_left_is_cleared_away() throws IOException {
        create(RepositoryOptions.plain());
        byte[] before = Files.readAllBytes(repo.resolve("repodata/repomd.xml"));
        Files.createDirectories(repo.resolve(".repodata.new"));
        Files.writeString(repo.resolve(".repodata.new/half"), "x");
        Files.writeString(repo.resolve(".repodata.lock"), "");
        create(RepositoryOptions.plain());
        assertThat(Files.readAllBytes(repo.resolve("repodata/repomd.xml"))).isEqualTo(before);
        try (Stream<Path> all = Files.list(repo)) {
            assertThat(all.map(p -> p.getFileName().toString()).filter(n -> n.startsWith(".")))
                    .isEmpty();
        }
    }

    @Test
    void two_do_not_write_one_repository_at_once() throws IOException {
        try (FileLock held = FileLock.tryAcquire(repo.resolve(".repodata.lock"), FileLock.Mode.EXCLUSIVE)
                .orElseThrow()) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> create(RepositoryOptions.plain()))
                    .hasMessageContaining("another process writes this repository's metadata");
        }
    }

    @Test
    void a_file_that_is_no_package_is_named_and_the_old_metadata_stay() throws IOException {
        create(RepositoryOptions.plain());
        byte[] before = Files.readAllBytes(repo.resolve("repodata/repomd.xml"));
        Path wrong = Files.writeString(repo.resolve("wrong.rpm"), "no package");
        assertThatThrownBy(() -> create(RepositoryOptions.plain()))
                .isInstanceOf(PackageFormatException.class)
                .hasMessageStartingWith(wrong + ": this is not an RPM package file");
        assertThat(Files.readAllBytes(repo.resolve("repodata/repomd.xml"))).isEqualTo(before);
    }

    @Test
    void gnupg_accepts_the_signature() throws IOException {
        try (Gpg gpg = new Gpg(temp)) {
            String key = gpg.key("signer", "ed25519", "sign", "0");
            create(RepositoryOptions.plain().signedBy(document -> sign(gpg, document, key)));
            Path asc = repo.resolve("repodata/repomd.xml.asc");
            assertThat(Files.readString(asc)).startsWith("-----BEGIN PGP SIGNATURE-----\n");
            gpg.run(
                    "--verify",
                    asc.toString(),
                    repo.resolve("repodata/repomd.xml").toString());
        }
    }

    @Test
    void publishes_comps_modules_and_advisories() throws IOException {
        Path modules = Files.writeString(temp.resolve("m.yaml"), """
                ---
                document: modulemd-defaults
                version: 1
                data:
                  module: m
                  stream: "1"
                """);
        RepositoryOptions plain = RepositoryOptions.plain();
        RepositoryCreation.Created created = create(new RepositoryOptions(
                MetadataCompression.GZ,
                1,
                false,
                Optional.of(Fixtures.of("repodata/comps_files/comps_00.xml")),
                List.of(modules, modules),
                Optional.of(Fixtures.of("repodata/updateinfo_files/updateinfo_02.xml.xz")),
                plain.revision(),
                plain.signer()));
        assertThat(created.files())
                .extracting(WrittenMetadata::type)
                .containsExactly("primary", "filelists", "other", "group", "group_gz", "modules", "updateinfo");
        assertThat(created.files()).allMatch(f -> f.href().startsWith("repodata/" + f.sha256() + "-"));
    }

    private RepositoryCreation.Created create(RepositoryOptions options) throws IOException {
        return new RepositoryCreation(repo, options).run(EventSink.none());
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(to, OLD);
    }

    private static byte[] sign(Gpg gpg, byte[] document, String key) {
        try {
            return gpg.detach(document, "--local-user", key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) throws IOException {
        org.atomsmith.linux.Trees.delete(directory);
    }
}
