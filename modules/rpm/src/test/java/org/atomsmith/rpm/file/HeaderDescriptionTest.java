package org.atomsmith.rpm.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.atomsmith.event.EventSink;
import org.atomsmith.rpm.PayloadEntry.Flag;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.create.RepositoryCreation;
import org.atomsmith.rpm.create.RepositoryOptions;
import org.atomsmith.rpm.fetch.DownloadCache;
import org.atomsmith.rpm.md.RepoFile;
import org.atomsmith.rpm.md.RpmRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a header says is what a repository's metadata say of the same package. */
class HeaderDescriptionTest {
    private static final String SPEC = """
            Name: every
            Epoch: 3
            Version: 1.0~rc1
            Release: 2
            Summary: A summary
            License: MIT
            URL: https://example.org/
            Vendor: V
            AutoReqProv: no
            Provides: virtual = 2:3-4, unversioned
            Requires: plain, low < 5, /usr/bin/other, (b >= 1 if c else (d or e))
            """ + RpmBuild.RELATIONS + """
            %description
            x
            %install
            mkdir -p %{buildroot}/etc %{buildroot}/usr/bin
            echo a > %{buildroot}/usr/bin/every
            echo b > %{buildroot}/etc/every.conf
            %files
            /usr/bin/every
            %config(noreplace) /etc/every.conf
            %ghost /etc/ghost
            """;

    @TempDir
    Path temp;

    @Test
    void a_header_says_what_the_metadata_say() throws IOException {
        Path packages = Files.createDirectories(temp.resolve("packages"));
        Path file = Files.copy(new RpmBuild(temp).build(SPEC), packages.resolve("every.rpm"));
        new RepositoryCreation(packages, RepositoryOptions.plain()).run(EventSink.none());
        RepoFile definition = RepoFile.parse("[r]\nbaseurl=" + packages.toUri() + "\ngpgcheck=0\n", "r.repo", temp);
        RpmPackage listed = RpmRepository.open(
                        definition.define("r", Map.of()).orElseThrow(),
                        new DownloadCache(temp.resolve("cache"), false),
                        InstantSource.system(),
                        EventSink.none())
                .named("every")
                .iterator()
                .next();
        Header header = RpmFile.read(file).header();
        RpmPackage said = HeaderDescription.describe(header, listed.location());
        assertThat(said.nevra()).isEqualTo(listed.nevra()).hasToString("every-3:1.0~rc1-2.x86_64");
        assertThat(said.requires()).containsExactlyInAnyOrderElementsOf(listed.requires());
        assertThat(said.provides()).containsExactlyInAnyOrderElementsOf(listed.provides());
        assertThat(said.conflicts()).containsExactlyInAnyOrderElementsOf(listed.conflicts());
        assertThat(said.obsoletes()).isEqualTo(listed.obsoletes());
        assertThat(said.recommends()).isEqualTo(listed.recommends()).hasSize(1);
        assertThat(said.suggests()).isEqualTo(listed.suggests()).hasSize(1);
        assertThat(said.supplements()).isEqualTo(listed.supplements()).hasSize(1);
        assertThat(said.enhances()).isEqualTo(listed.enhances()).hasSize(1);
        assertThat(said.info()).isEqualTo(listed.info());
        assertThat(said.files()).containsExactlyInAnyOrder("/usr/bin/every", "/etc/every.conf", "/etc/ghost");
        assertThat(HeaderDescription.files(header))
                .filteredOn(f -> f.path().equals("/etc/every.conf"))
                .singleElement()
                .satisfies(f -> assertThat(f.flags()).isEqualTo(Set.of(Flag.CONFIG)))
                // sha256sum of "b\n"
                .satisfies(f -> assertThat(f.sha256()).startsWith("0263829989b6fd95"));
    }
}
