package org.atomsmith.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.CommandResult;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** libostree's own test scripts, run against {@code ./ostree}. */
class OstreeConformanceTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Path JUDGE = ROOT.resolveSibling("shared").resolve("tools/ostree-conformance");
    private static final Duration LIMIT = Duration.ofMinutes(40);
    private static final Pattern TOTALS =
            Pattern.compile("(\\d+) of \\d+ scripts passed, \\d+ skipped themselves, (\\d+) assertions");

    /** Scripts that fail for libostree's own command too, each because a file is missing in Debian's package. */
    private static final Map<String, String> KNOWN = Map.of(
            "test-basic-user", "tests/get-byte-order is not where it looks for it",
            "test-basic-user-only", "tests/get-byte-order is not where it looks for it",
            "test-create-usb", "repo-finder-mount is not installed");

    /** One or more of each kind of command, each over in a few seconds. */
    private static final List<String> QUICK = List.of(
            "test-admin-deploy-clean",
            "test-admin-deploy-etcmerge-cornercases",
            "test-admin-deploy-karg",
            "test-admin-instutil-set-kargs",
            "test-admin-upgrade-not-backwards",
            "test-archivez",
            "test-auto-summary",
            "test-config",
            "test-delta-sign",
            "test-export",
            "test-fsck-delete",
            "test-libarchive",
            "test-local-pull",
            "test-oldstyle-partial",
            "test-pull-contenturl",
            "test-pull-corruption",
            "test-pull-mirrorlist",
            "test-pull-resume",
            "test-pull-sizes",
            "test-refs",
            "test-remote-add",
            "test-remote-gpg-import",
            "test-reset-nonlinear",
            "test-signed-commit-dummy",
            "test-signed-pull",
            "test-summary-update");

    @TempDir
    private Path directory;

    @Test
    void passes_quick_scripts_of_each_kind() throws IOException {
        String output = judge(QUICK);
        assertThat(failures(output)).as(output).isEmpty();
        assertThat(output).contains(QUICK.size() + " of " + QUICK.size() + " scripts passed");
    }

    @Test
    @Tag("slow")
    void passes_what_libostree_passes() throws IOException {
        String output = judge(List.of());
        assertThat(failures(output)).as(output).isEmpty();
        Matcher totals = TOTALS.matcher(output);
        assertThat(totals.find()).as(output).isTrue();
        assertThat(Integer.parseInt(totals.group(1))).as(output).isGreaterThanOrEqualTo(89);
        assertThat(Integer.parseInt(totals.group(2))).as(output).isGreaterThanOrEqualTo(763);
    }

    private String judge(List<String> scripts) throws IOException {
        assumeTrue(Files.isExecutable(JUDGE), "the judge is not here");
        assumeTrue(
                System.getProperty("user.name").equals("root"), "its scripts make trees with owners: they need root");
        String ours = ROOT.resolve("ostree").toString();
        Command.of(ours, "--version").withInheritedEnvironment().runOrThrow();
        List<String> words = new ArrayList<>(List.of(JUDGE.toString(), ours));
        words.addAll(scripts);
        CommandResult result = Command.of(words)
                .withInheritedEnvironment()
                .withEnvironment("OUT", directory.toString())
                .withTimeout(LIMIT)
                .run();
        assumeTrue(result.exit() != 2, () -> "the judge cannot run here: " + result.errors());
        return result.output();
    }

    private Map<String, String> failures(String output) throws IOException {
        Map<String, String> failed = new TreeMap<>();
        for (String line : output.lines().toList()) {
            List<String> words = List.of(line.split(" "));
            if (words.getFirst().equals("FAIL") && !KNOWN.containsKey(words.get(1))) {
                failed.put(words.get(1), lastLines(directory.resolve(words.get(1) + ".log")));
            }
        }
        return failed;
    }

    private static String lastLines(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log, java.nio.charset.StandardCharsets.ISO_8859_1);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }
}
