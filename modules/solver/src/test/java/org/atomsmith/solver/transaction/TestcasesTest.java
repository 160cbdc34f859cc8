package org.atomsmith.solver.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.RpmVersions;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * libsolv's own test cases, where they are present, in {@code shared/fixtures/libsolv} of a parent folder or below the
 * folder that the system property {@code atomsmith.fixtures} names. Each block of jobs ends in libsolv's transaction, and
 * has a problem exactly where libsolv has one.
 */
class TestcasesTest {
    /** What is known to differ: a file, or one block of it, with the reason. */
    private static final Map<String, String> DIFFERENT = Map.of(
            "namespaceprovides.t 3", "a job on a namespace: zypp's languages, which RPM does not have",
            "namespaceprovides.t 4", "a job on a namespace: zypp's languages, which RPM does not have",
            "namespaceprovides.t 5", "a job on a namespace: zypp's languages, which RPM does not have",
            "namespaceprovides.t 6", "a job on a namespace: zypp's languages, which RPM does not have",
            "namespaceprovides.t 7", "a job on a namespace: zypp's languages, which RPM does not have");

    @TestFactory
    Stream<DynamicNode> solves_as_libsolv_does() throws IOException {
        Optional<Path> folder = fixtures();
        assumeTrue(folder.isPresent(), "no shared/fixtures/libsolv beside a parent folder");
        try (Stream<Path> files = Files.walk(folder.get())) {
            return files.filter(f -> f.toString().endsWith(".t")).sorted().toList().stream()
                    .flatMap(file -> tests(folder.get(), file));
        }
    }

    static Optional<Path> fixtures() {
        String property = System.getProperty("atomsmith.fixtures", "");
        if (!property.isEmpty()) {
            return Optional.of(Path.of(property, "libsolv"));
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path candidate = at.resolve("shared/fixtures/libsolv");
            if (Files.isDirectory(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static Stream<DynamicNode> tests(Path folder, Path file) {
        try {
            return Testcase.read(file).stream()
                    .map(block -> DynamicTest.dynamicTest(
                            folder.relativize(file) + " " + block.number(), () -> check(file, block)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(Path file, Testcase.Block block) {
        block.unfit().ifPresent(reason -> abort("out of scope: " + reason));
        String different = DIFFERENT.get(file.getFileName() + " " + block.number());
        if (different != null) {
            abort("different: " + different);
        }
        if (block.jobs().stream().anyMatch(job -> job.startsWith("evrcmp "))) {
            compareVersions(block);
        } else if (block.kinds().contains("genid")) {
            compareDependencies(block);
        } else if (block.kinds().contains("rules")) {
            compareRules(block);
        } else if (block.kinds().contains("transaction")) {
            compareTransaction(block);
        } else if (block.kinds().contains("proof")) {
            assertThat(solve(block).problems()).isNotEmpty();
        } else {
            abort("out of scope: result " + block.kinds());
        }
    }

    private static TransactionSolver solver(Testcase.Block block) {
        return new TransactionSolver(block.inventory(), block.options(), block.namespaces());
    }

    private static List<Job> jobs(Testcase.Block block) {
        return block.jobs().stream().map(Testcase::job).toList();
    }

    private static Resolution solve(Testcase.Block block) {
        return solver(block).solve(jobs(block));
    }

    private static void compareTransaction(Testcase.Block block) {
        Resolution resolution = solve(block);
        Set<String> steps = resolution.transaction().steps().stream()
                .map(Object::toString)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(steps)
                .as("%s", resolution.problems())
                .isEqualTo(new TreeSet<>(
                        block.expected("install", "erase", "upgrade", "downgrade", "change", "reinstall")));
        if (block.kinds().contains("problems")) {
            assertThat(!resolution.problems().isEmpty())
                    .as("a problem, as in %s; found %s", block.expected("problem"), resolution.problems())
                    .isEqualTo(!block.expected("problem").isEmpty());
        }
    }

    /** The rules of packages and of jobs are the very same. */
    private static void compareRules(Testcase.Block block) {
        Map<String, Set<String>> expected = new TreeMap<>();
        for (String line : block.expected("rule")) {
            String[] words = line.split(" +");
            expected.computeIfAbsent(words[1] + words[2], k -> new TreeSet<>()).add(words[3]);
        }
        Attempt attempt = solver(block).prepare(jobs(block));
        List<String> found = new ArrayList<>();
        for (int i = 0; i < attempt.rules().size(); i++) {
            found.add(Arrays.stream(attempt.rules().get(i).literals())
                    .mapToObj(l -> (l < 0 ? "-" : "") + attempt.packages().member(Math.abs(l)))
                    .collect(Collectors.toCollection(TreeSet::new))
                    .toString());
        }
        assertThat(found)
                .containsExactlyInAnyOrderElementsOf(
                        expected.values().stream().map(Object::toString).toList());
    }

    private static void compareDependencies(Testcase.Block block) {
        List<String> found = new ArrayList<>();
        for (String job : block.jobs()) {
            String[] words = job.split(" ", 3);
            TestcaseDependency.Node node = words[1].equals("lit")
                    ? new TestcaseDependency.Literal(words[2])
                    : TestcaseDependency.tree(words[2]);
            found.addAll(TestcaseDependency.genid(node));
        }
        List<String> expected = block.expected().stream()
                .filter(line -> line.matches("genid +[0-9]+: .*"))
                .map(line -> line.replaceFirst("genid +[0-9]+: genid ", ""))
                .toList();
        assertThat(found).isEqualTo(expected);
    }

    private static void compareVersions(Testcase.Block block) {
        List<String> results = block.expected("job");
        assertThat(results).hasSameSizeAs(block.jobs());
        for (String line : results) {
            String[] words = line.split(" ");
            int c = Integer.signum(new RpmVersions().compare(Evr.parse(words[3]), Evr.parse(words[5])));
            String sign = c < 0 ? "<" : c > 0 ? ">" : "=";
            assertThat(sign).as("%s", line).isEqualTo(words[4]);
        }
    }
}
