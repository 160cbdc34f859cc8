package org.atomsmith.ostree.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.atomsmith.ostree.OstreeCommand;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.Repository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a prune keeps is what libostree's keeps. */
final class PruneTest {
    @TempDir
    private Path tmp;

    private Path repo;

    @BeforeEach
    void makeHistory() throws IOException {
        OstreeCommand.assumePresent();
        repo = tmp.resolve("repo");
        OstreeCommand.ostree(repo, "init", "--mode=archive");
        Path tree = Files.createDirectory(tmp.resolve("tree"));
        for (int i = 0; i < 4; i++) {
            Files.writeString(tree.resolve("file" + i), "content " + i);
            for (String branch : List.of("stable", "dev")) {
                Files.writeString(tree.resolve("of"), branch + i);
                OstreeCommand.ostree(
                        repo,
                        "commit",
                        "-b",
                        branch,
                        "--timestamp=20" + (10 + i) + "-01-01 00:00:00 +0000",
                        tree.toString());
            }
        }
        OstreeCommand.ostree(repo, "commit", "--orphan", "--timestamp=2001-01-01 00:00:00 +0000", tree.toString());
    }

    private void prunesAlike(PruneRequest request, String... options) throws IOException {
        Path theirs = tmp.resolve("theirs");
        OstreeCommand.run("cp", "-a", repo.toString(), theirs.toString());
        String[] arguments =
                Stream.concat(Stream.of("prune"), Stream.of(options)).toArray(String[]::new);
        String said = OstreeCommand.ostree(theirs, arguments);
        PruneResult result = new Prune(Repository.open(repo)).run(request);
        assertThat(objects(repo)).isEqualTo(objects(theirs));
        assertThat(said).contains(" objects: " + result.objects() + "\n");
        OstreeCommand.ostree(repo, "fsck");
    }

    private static Set<String> objects(Path repository) throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(repository.resolve("objects"))) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> names.add(repository.relativize(file).toString()));
        }
        return names;
    }

    private static PruneRequest request(
            boolean refsOnly,
            int depth,
            OptionalLong since,
            Map<String, Integer> depths,
            Set<String> only,
            boolean commits) {
        return new PruneRequest(refsOnly, depth, since, OptionalLong.empty(), depths, only, commits, false);
    }

    @Test
    void keeps_what_refs_need() throws IOException {
        prunesAlike(PruneRequest.ofRefs(0), "--refs-only", "--depth=0");
    }

    @Test
    void keeps_so_many_parents() throws IOException {
        prunesAlike(PruneRequest.ofRefs(2), "--refs-only", "--depth=2");
    }

    @Test
    void keeps_every_commit_when_refs_do_not_decide() throws IOException {
        prunesAlike(request(false, -1, OptionalLong.empty(), Map.of(), Set.of(), false));
    }

    @Test
    void keeps_what_is_young() throws IOException {
        prunesAlike(
                request(false, -1, OptionalLong.of(1_325_376_000), Map.of(), Set.of(), false),
                "--keep-younger-than=2012-01-01 00:00:00 +0000");
    }

    @Test
    void keeps_branches_differently() throws IOException {
        prunesAlike(
                request(false, 0, OptionalLong.empty(), Map.of("stable", 1), Set.of(), false),
                "--depth=0",
                "--retain-branch-depth=stable=1");
    }

    @Test
    void leaves_other_branches_alone() throws IOException {
        prunesAlike(
                request(false, 0, OptionalLong.empty(), Map.of(), Set.of("dev"), false),
                "--depth=0",
                "--only-branch=dev");
    }

    @Test
    void removes_commits_and_leaves_what_they_need() throws IOException {
        prunesAlike(
                request(true, 0, OptionalLong.empty(), Map.of(), Set.of(), true),
                "--refs-only",
                "--depth=0",
                "--commit-only");
    }

    @Test
    void leaves_a_tombstone_of_a_deleted_commit_and_refuses_one_that_a_ref_names() throws IOException {
        Checksum old =
                Checksum.parse(OstreeCommand.ostree(repo, "rev-parse", "dev^^").strip());
        Checksum newest =
                Checksum.parse(OstreeCommand.ostree(repo, "rev-parse", "dev").strip());
        Prune prune = new Prune(Repository.open(repo));
        prune.deleteCommit(old);
        assertThat(objects(repo))
                .contains(
                        "objects/" + old.hex().substring(0, 2) + "/" + old.hex().substring(2) + ".tombstone-commit");
        assertThatThrownBy(() -> prune.deleteCommit(newest)).hasMessageContaining("is referenced by 'dev'");
        OstreeCommand.ostree(repo, "fsck");
    }

    /** As libostree writes them where files can share blocks; here only their names matter. */
    @Test
    void keeps_links_from_payloads_while_there_is_what_they_lead_to() throws IOException {
        Path bare = tmp.resolve("bare");
        OstreeCommand.ostree(bare, "init", "--mode=bare-user");
        Path tree = Files.createDirectory(tmp.resolve("payloads"));
        Files.writeString(tree.resolve("kept"), "kept");
        Files.writeString(tree.resolve("gone"), "gone");
        OstreeCommand.ostree(bare, "commit", "-b", "both", tree.toString());
        for (String file : List.of("kept", "gone")) {
            String object =
                    OstreeCommand.ostree(bare, "ls", "-C", "both", "/" + file).split(" +")[4];
            String payload =
                    Checksum.digest(file.getBytes(StandardCharsets.UTF_8)).hex();
            Path link =
                    bare.resolve("objects/" + payload.substring(0, 2) + "/" + payload.substring(2) + ".payload-link");
            Files.createDirectories(link.getParent());
            Files.createSymbolicLink(
                    link, Path.of("../" + object.substring(0, 2) + "/" + object.substring(2) + ".file"));
        }
        Files.delete(tree.resolve("gone"));
        OstreeCommand.ostree(bare, "commit", "-b", "both", tree.toString());
        assertThat(links(bare)).hasSize(2);
        new Prune(Repository.open(bare)).run(request(true, 0, OptionalLong.empty(), Map.of(), Set.of(), false));
        assertThat(links(bare))
                .singleElement()
                .satisfies(link -> assertThat(bare.resolve(link)).hasContent("kept"));
        OstreeCommand.ostree(bare, "fsck");
    }

    private static Set<String> links(Path repository) throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(repository.resolve("objects"))) {
            files.filter(Files::isSymbolicLink)
                    .forEach(file -> names.add(repository.relativize(file).toString()));
        }
        return names;
    }
}
