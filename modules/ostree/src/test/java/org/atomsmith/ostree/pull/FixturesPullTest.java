package org.atomsmith.ostree.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.atomsmith.ostree.LibostreeFixtures;
import org.atomsmith.ostree.OstreeCommand;
import org.atomsmith.ostree.ScratchRepository;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.DeltaName;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pulls from repositories of libostree's own tests: hostile ones, and deltas of machines of either byte order. */
class FixturesPullTest {
    private static final String TRAVERSING = "pathtraverse-test";

    @TempDir
    Path tmp;

    @BeforeEach
    void needLibostree() {
        OstreeCommand.assumePresent();
    }

    private static PullOptions options(String ref, PullOptions.DeltaUse deltas) {
        return PullOptions.builder().ref(RefRequest.of(ref)).deltas(deltas).build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"objects", "delta", "local", "untrusted"})
    void writes_nothing_outside_when_names_of_a_tree_lead_out_of_it(String how) throws IOException {
        LibostreeFixtures.unpack("ostree-path-traverse.tar.gz", tmp);
        Path origin = tmp.resolve("ostree-path-traverse/repo");
        if (how.equals("delta")) {
            OstreeCommand.ostree(origin, "static-delta", "generate", "--empty", TRAVERSING);
            OstreeCommand.ostree(origin, "summary", "-u");
        }
        Repository target = ScratchRepository.create(tmp.resolve("target"), RepositoryMode.BARE_USER);
        List<Path> before = outside(target);
        try (FileServer server = new FileServer(origin)) {
            boolean local = how.equals("local") || how.equals("untrusted");
            PullOptions options = options(
                    TRAVERSING, how.equals("delta") ? PullOptions.DeltaUse.REQUIRED : PullOptions.DeltaUse.ALLOWED);
            assertThatThrownBy(() -> new Pull(target, local ? origin.toString() : server.url(), options).run())
                    .hasMessageContaining("Invalid / in filename ../afile");
            assertThat(server.requests().stream().anyMatch(request -> request.endsWith("/superblock")))
                    .isEqualTo(how.equals("delta"));
        }
        assertThat(target.refs().list()).isEmpty();
        assertThat(target.listCommits()).isEmpty();
        assertThat(outside(target)).isEqualTo(before);
    }

    private List<Path> outside(Repository target) throws IOException {
        try (Stream<Path> files = Files.walk(tmp)) {
            return files.filter(file -> !file.startsWith(target.path()))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"little", "big"})
    void pulls_deltas_of_a_machine_of_either_byte_order(String machine) throws IOException {
        LibostreeFixtures.unpack("pre-endian-deltas-repo-" + machine + ".tar.xz", tmp);
        Path origin = tmp.resolve("pre-endian-deltas-repo");
        OstreeCommand.ostree(origin, "summary", "-u");
        Repository server = Repository.open(origin);
        Checksum newest = server.refs().resolve("main").orElseThrow();
        DeltaName last = server.deltas().list().stream()
                .filter(name -> name.to().equals(newest))
                .findFirst()
                .orElseThrow();
        Repository client = ScratchRepository.create(tmp.resolve("client"), RepositoryMode.BARE_USER);
        try (FileServer http = new FileServer(origin)) {
            PullOptions first = PullOptions.builder()
                    .commit(last.from().orElseThrow())
                    .deltas(PullOptions.DeltaUse.DISABLED)
                    .build();
            new Pull(client, http.url(), first).run();
            int before = http.requests().size();
            new Pull(client, http.url(), options("main", PullOptions.DeltaUse.REQUIRED)).run();
            assertThat(http.requests().subList(before, http.requests().size())).contains("GET /" + last.superblock());
        }
        OstreeCommand.ostree(client.path(), "fsck");
        assertThat(OstreeCommand.ostree(client.path(), "ls", "-RC", newest.hex()))
                .isEqualTo(OstreeCommand.ostree(origin, "ls", "-RC", newest.hex()));
    }

    /** Libraries of two versions of Fedora Atomic Host, with libostree's delta between them. */
    @Test
    void pulls_real_libraries_by_a_delta() throws IOException {
        Path origin = tmp.resolve("origin");
        OstreeCommand.ostree(origin, "init", "--mode=archive");
        for (String version : List.of("old", "new")) {
            Path tree = Files.createDirectory(tmp.resolve(version));
            LibostreeFixtures.unpack("fah-deltadata-" + version + ".tar.xz", tree);
            OstreeCommand.ostree(origin, "commit", "-b", "host", "--tree=dir=" + tree);
        }
        OstreeCommand.ostree(origin, "static-delta", "generate", "host");
        OstreeCommand.ostree(origin, "summary", "-u");
        Repository client = ScratchRepository.create(tmp.resolve("client"), RepositoryMode.BARE_USER);
        String old = OstreeCommand.ostree(origin, "rev-parse", "host^").strip();
        OstreeCommand.ostree(client.path(), "pull-local", origin.toString(), old);
        try (FileServer http = new FileServer(origin)) {
            PullResult result = new Pull(client, http.url(), options("host", PullOptions.DeltaUse.REQUIRED)).run();
            assertThat(result.deltaParts()).isPositive();
            assertThat(result.contentFetched()).isZero();
        }
        OstreeCommand.ostree(client.path(), "fsck");
    }
}
