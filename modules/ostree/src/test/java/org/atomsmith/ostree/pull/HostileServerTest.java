package org.atomsmith.ostree.pull;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.atomsmith.ostree.OstreeCommand;
import org.atomsmith.ostree.delta.TwoCommits;
import org.atomsmith.ostree.pull.http.HttpSettings;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server whose files are cut short or changed on their way, by a fault or by somebody. */
@Tag("slow")
class HostileServerTest {
    private static final String REF = "host";

    @TempDir
    Path tmp;

    /** How a file is spoiled. */
    private enum Fault {
        CUT_SHORT,
        EMPTY,
        FIRST_BYTE,
        MIDDLE,
        LAST_BYTE,
        LONGER,
        BROKEN_OFF;

        void send(HttpExchange exchange, byte[] content) throws IOException {
            byte[] sent = content.clone();
            switch (this) {
                case CUT_SHORT -> sent = Arrays.copyOf(content, content.length / 2);
                case EMPTY -> sent = new byte[0];
                case FIRST_BYTE -> sent[0] ^= 0x40;
                case MIDDLE -> sent[sent.length / 2] ^= 1;
                case LAST_BYTE -> sent[sent.length - 1] ^= (byte) 0xff;
                case LONGER -> sent = Arrays.copyOf(content, content.length + 5);
                case BROKEN_OFF -> sent = Arrays.copyOf(content, content.length / 2);
            }
            int said = this == BROKEN_OFF ? content.length : sent.length;
            exchange.sendResponseHeaders(200, said == 0 ? -1 : said);
            exchange.getResponseBody().write(sent);
        }
    }

    /**
     * Whatever is spoiled: the pull says so in one error and leaves no ref, or what came is sound for all that; and the
     * next pull, from a server that is well again, brings the rest.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "summary",
                "config",
                ".commit",
                ".dirtree",
                ".dirmeta",
                ".filez",
                ".index",
                "superblock",
                "/0",
                "refs/heads/host"
            })
    void leaves_nothing_half_made(String suffix) throws IOException {
        TwoCommits commits = TwoCommits.small(tmp);
        boolean byDelta = suffix.equals(".index") || suffix.equals("superblock") || suffix.equals("/0");
        if (byDelta) {
            commits.generateByLibostree("--from=" + commits.from(), "--to=" + commits.to());
        }
        boolean withoutSummary = suffix.equals("config") || suffix.startsWith("refs/");
        if (!withoutSummary) {
            OstreeCommand.ostree(commits.server(), "summary", "-u");
        }
        for (Fault fault : Fault.values()) {
            Path directory = tmp.resolve("client-" + RepositoryMode.BARE_USER.configName());
            OstreeCommand.run("rm", "-rf", directory.toString());
            Repository client =
                    byDelta ? commits.client(RepositoryMode.BARE_USER) : commits.emptyClient(RepositoryMode.BARE_USER);
            int had = client.listCommits().size();
            boolean[] met = new boolean[1];
            Optional<String> problem;
            try (FileServer server = new FileServer(commits.server(), (exchange, content) -> {
                String path = exchange.getRequestURI().getPath();
                if (met[0] || !path.endsWith(suffix) || content.length == 0) {
                    return false;
                }
                met[0] = true;
                fault.send(exchange, content);
                return true;
            })) {
                problem = problem(client, server.url(), byDelta);
            }
            assertThat(met[0]).as("%s was asked for", suffix).isTrue();
            if (problem.isPresent()) {
                assertThat(problem.get())
                        .as("%s of %s", fault, suffix)
                        .isNotBlank()
                        .doesNotContain("null");
                assertThat(client.refs().list()).isEmpty();
                assertThat(Repository.open(client.path()).listCommits()).hasSize(had);
                try (FileServer honest = new FileServer(commits.server())) {
                    assertThat(problem(client, honest.url(), byDelta))
                            .as("after %s of %s", fault, suffix)
                            .isEmpty();
                }
            } else {
                boolean unread = suffix.equals("summary") || suffix.equals("config") || suffix.equals(".index");
                boolean behindTheEnd = suffix.equals(".filez") && fault == Fault.LONGER;
                // A connection that ends before its answer is one that the server was tired of: it is asked again.
                assertThat(unread || behindTheEnd || fault == Fault.BROKEN_OFF)
                        .as("%s of %s is noticed", fault, suffix)
                        .isTrue();
            }
            OstreeCommand.ostree(client.path(), "fsck");
            assertThat(Files.readString(client.path().resolve("refs/heads/" + REF)))
                    .isEqualTo(commits.to() + "\n");
        }
    }

    private static Optional<String> problem(Repository client, String url, boolean byDelta) {
        PullOptions options = PullOptions.builder()
                .ref(RefRequest.of(REF))
                .deltas(byDelta ? PullOptions.DeltaUse.REQUIRED : PullOptions.DeltaUse.ALLOWED)
                .retries(0)
                .stall(new HttpSettings.Stall(1, Duration.ofSeconds(5)))
                .build();
        try {
            new Pull(Repository.open(client.path()), url, options).run();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
