package org.atomsmith.cli.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.CommandResult;
import org.atomsmith.linux.RunningCommand;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user sees when something goes wrong, and that nothing is lost by it. Real runs on a tiny distribution. */
class AccidentsTest {
    private static final String BASE = "kernel, tools";

    @TempDir
    private Path directory;

    private MiniSystem mini;

    @BeforeEach
    void make_the_packages() throws IOException {
        mini = new MiniSystem(directory.resolve("mini"));
    }

    private static Path launcher() {
        for (Path p = Path.of("").toAbsolutePath(); p != null; p = p.getParent()) {
            if (Files.isExecutable(p.resolve("atomsmith"))) {
                return p.resolve("atomsmith");
            }
        }
        throw new IllegalStateException("no launcher above the working directory");
    }

    private CommandResult compose(Path treefile, String... more) throws IOException {
        return mini.compose(launcher(), treefile, more).run();
    }

    private String commit(Path treefile, String... more) throws IOException {
        CommandResult result = compose(treefile, more);
        assertThat(result.exit()).as(() -> MiniSystem.text(result)).isZero();
        return result.output()
                .lines()
                .filter(l -> l.contains("\"commit\""))
                .findFirst()
                .orElseThrow();
    }

    private void fails(CommandResult result, String... said) {
        assertThat(result.exit()).as(() -> MiniSystem.text(result)).isEqualTo(1);
        assertThat(MiniSystem.text(result))
                .contains(said)
                .doesNotContain("internal error")
                .doesNotContain("\tat ");
    }

    @Test
    void a_package_that_does_not_exist_is_told_with_its_place_and_near_names() throws IOException {
        Path treefile = mini.treefile(BASE + ", kernle", "");
        fails(compose(treefile), "mini.yaml:4:", "no repository has a package 'kernle'", "did you mean 'kernel'?");
    }

    @Test
    void an_unsolvable_set_is_explained() throws IOException {
        mini.add("a", "Depends: b (>= 2)\n", Map.of(), "").add("b", "", Map.of(), "");
        fails(compose(mini.treefile(BASE + ", a", "")), "a-1.0-1", "requires b >= 2", "1.0-1");
    }

    @Test
    void a_scriptlet_that_fails_is_told_with_its_package_output_and_line() throws IOException {
        mini.add("bad", "", Map.of(), "echo this was printed\nfalse\n");
        CommandResult result = compose(mini.treefile(BASE + ", bad", ""));
        fails(result, "bad: postinst configure failed with exit status 1", "this was printed", "line 4", "build again");
        assertThat(directory.resolve("mini/repo/refs/heads/mini")).doesNotExist();
    }

    @Test
    void two_packages_with_one_file_are_named() throws IOException {
        mini.add("one", "", Map.of("etc/x", "1"), "").add("two", "", Map.of("etc/x", "2"), "");
        fails(compose(mini.treefile(BASE + ", one, two", "")), "/etc/x is in two packages", "one-1.0-1", "two-1.0-1");
    }

    @Test
    void a_postprocess_script_that_fails_is_told_with_its_place() throws IOException {
        Path treefile = mini.treefile(BASE, "postprocess:\n  - |\n    #!/bin/sh\n    echo oops\n    exit 3\n");
        fails(compose(treefile), "mini.yaml:6:", "the postprocess script failed with exit status 3", "oops");
    }

    @Test
    void without_a_network_and_without_a_cache_it_says_what_is_missing() throws IOException {
        Path treefile = mini.treefile(BASE, "");
        Files.writeString(
                directory.resolve("mini/mini.sources"),
                "Types: deb\nURIs: http://127.0.0.1:9/debian\nSuites: ./\nTrusted: yes\n");
        fails(compose(treefile, "--offline"), "127.0.0.1:9");
        fails(compose(treefile), "127.0.0.1:9");
    }

    @Test
    void a_corrupted_package_is_refused() throws IOException {
        Path treefile = mini.treefile(BASE, "");
        Path deb = directory.resolve("mini/pool/kernel.deb");
        byte[] bytes = Files.readAllBytes(deb);
        bytes[bytes.length / 2] ^= 1;
        Files.write(deb, bytes);
        fails(compose(treefile), "kernel");
        assertThat(directory.resolve("mini/repo/refs/heads/mini")).doesNotExist();
    }

    @Test
    void a_repository_that_another_key_signed_is_refused() throws IOException {
        Path treefile = mini.treefile(BASE, "");
        mini.sign("Thu, 01 Jan 2099 00:00:00 UTC", "other");
        fails(compose(treefile), "InRelease", "sign");
        mini.sign("Thu, 01 Jan 2099 00:00:00 UTC", "good");
        commit(treefile);
    }

    @Test
    void an_expired_repository_is_refused_with_the_way_to_allow_it() throws IOException {
        Path treefile = mini.treefile(BASE, "");
        mini.sign("Thu, 01 Jan 2026 00:00:00 UTC", "good");
        fails(compose(treefile), "was valid until 2026-01-01", "Check-Valid-Until: no");
        Path sources = directory.resolve("mini/mini.sources");
        Files.writeString(sources, Files.readString(sources) + "Check-Valid-Until: no\n");
        commit(treefile);
    }

    @Test
    void a_full_disk_is_told_and_leaves_nothing_half_made() throws IOException {
        mini.add("large", "", Map.of("usr/share/large", "all work and no play ".repeat(500_000)), "");
        Path treefile = mini.treefile(BASE + ", large", "");
        commit(treefile);
        Path cache = directory.resolve("mini/cache");
        Path repository = directory.resolve("mini/repo");
        for (Path full : List.of(cache, repository)) {
            String size = full.equals(cache) ? "6m" : "400k";
            removeBuilds();
            Files.createDirectories(full);
            Command compose = mini.compose(launcher(), treefile);
            String script = "mount -t tmpfs -o size=" + size + " tmpfs '" + full + "' && exec \"$@\"";
            List<String> command = new ArrayList<>(List.of("unshare", "--mount"));
            if (!System.getProperty("user.name").equals("root")) {
                command.addAll(List.of("--user", "--map-auto", "--map-root-user"));
            }
            command.addAll(List.of("sh", "-c", script, "sh"));
            command.addAll(compose.arguments());
            fails(
                    Command.of(command)
                            .withInheritedEnvironment()
                            .withEnvironment("XDG_CACHE_HOME", cache.toString())
                            .run(),
                    full.equals(cache) ? "o space left on" : "min-free-space-percent",
                    "free some space");
            commit(treefile);
        }
    }

    @Test
    void accounts_keep_their_numbers_when_a_package_comes_before_theirs() throws IOException {
        String newUser = """
                n=200
                while read -r line; do n=$((n+1)); done < /etc/passwd
                echo "$DPKG_MAINTSCRIPT_PACKAGE:x:$n:$n::/:/bin/sh" >> /etc/passwd
                echo "$DPKG_MAINTSCRIPT_PACKAGE:x:$n:" >> /etc/group
                : > /etc/of-$DPKG_MAINTSCRIPT_PACKAGE
                """;
        mini.add("early", "", Map.of(), newUser).add("late", "", Map.of(), newUser);
        commit(mini.treefile(BASE + ", late", ""));
        assertThat(ostree("cat", "mini", "/usr/etc/passwd")).contains("late:x:201:201:");
        commit(mini.treefile(BASE + ", early, late", ""));
        assertThat(ostree("cat", "mini", "/usr/etc/passwd")).contains("late:x:201:201:", "early:x:999:999:");
    }

    private String ostree(String command, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of("ostree", command, "--repo=" + directory.resolve("mini/repo")));
        words.addAll(List.of(arguments));
        return Command.of(words).withInheritedEnvironment().runOrThrow().output();
    }

    private void removeBuilds() throws IOException {
        Command.of(
                        "rm",
                        "-rf",
                        directory.resolve("mini/cache").toString(),
                        directory.resolve("mini/repo").toString())
                .withInheritedEnvironment()
                .runOrThrow();
    }

    @Test
    void what_is_added_at_the_end_gives_the_tree_of_a_build_from_nothing() throws IOException {
        mini.add("late", "", Map.of("usr/share/late", "late"), "echo late > /etc/late\n");
        mini.add("early", "", Map.of("usr/share/early", "early"), "echo early > /etc/early\n");
        commit(mini.treefile(BASE + ", early", ""));
        String added = commit(mini.treefile(BASE + ", early, late", ""));
        removeBuilds();
        assertThat(commit(mini.treefile(BASE + ", early, late", ""))).isEqualTo(added);
    }

    @Test
    void two_builds_at_once_on_one_cache_give_the_same_commit() throws IOException {
        mini.add("slow", "", Map.of(), "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; echo $i > /etc/slow\n");
        Path treefile = mini.treefile(BASE + ", slow", "");
        try (RunningCommand first = mini.compose(launcher(), treefile).start();
                RunningCommand second = mini.compose(launcher(), treefile).start()) {
            CommandResult one = first.await();
            CommandResult two = second.await();
            assertThat(one.exit()).as(() -> MiniSystem.text(one)).isZero();
            assertThat(two.exit()).as(() -> MiniSystem.text(two)).isZero();
        }
        assertThat(Command.of("ostree", "fsck", "--repo=" + directory.resolve("mini/repo"))
                        .withInheritedEnvironment()
                        .run()
                        .exit())
                .isZero();
    }

    @Test
    void a_build_that_is_killed_anywhere_is_repaired_by_the_next() throws IOException {
        mini.add("slow", "", Map.of(), "i=0; while [ $i -lt 60000 ]; do i=$((i+1)); done; echo $i > /etc/slow\n");
        Path treefile = mini.treefile(BASE + ", slow", "");
        for (int millis = 150; millis <= 1350; millis += 300) {
            try (RunningCommand running = mini.compose(launcher(), treefile).start()) {
                running.poll(Duration.ofMillis(millis));
                ProcessHandle.of(running.pid()).ifPresent(p -> {
                    p.descendants().forEach(ProcessHandle::destroyForcibly);
                    p.destroyForcibly();
                });
            }
        }
        String repaired = commit(treefile);
        assertThat(Command.of("ostree", "fsck", "--repo=" + directory.resolve("mini/repo"))
                        .withInheritedEnvironment()
                        .run()
                        .exit())
                .isZero();
        try (var work = Files.list(directory.resolve("mini/cache/atomsmith/work"))) {
            assertThat(work.filter(p -> !p.getFileName().toString().equals("lock")))
                    .isEmpty();
        }
        removeBuilds();
        assertThat(commit(treefile)).isEqualTo(repaired);
    }
}
