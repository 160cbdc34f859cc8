package org.atomsmith.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.RpmVersions;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * libsolv's own test cases, where they are present: those that only install must end in the packages that libsolv picks.
 * The rest is skipped, each with its reason.
 */
class LibsolvTest {
    private static final Set<String> UNIMPORTANT_FLAGS = Set.of(
            "ignorerecommended",
            "allowvendorchange",
            "keepexplicitobsoletes",
            "bestobeypolicy",
            "keeporphans",
            "yumobsoletes");

    /** Cases that install on top of a system, and turn on how that is updated. */
    private static final Map<String, String> UPDATING = Map.of(
            "choice1.t", "an installed package is rather updated than joined by another",
            "choice4.t", "an installed package is rather updated than joined by another",
            "mistake.t", "an installed package is not downgraded",
            "infarch_install_best.t", "an installed package is updated to let another be installed");

    @TestFactory
    Stream<DynamicNode> picks_what_libsolv_picks() throws IOException {
        Optional<Path> folder = fixtures();
        assumeTrue(folder.isPresent(), "no shared/fixtures/libsolv beside a parent folder");
        try (Stream<Path> files = Files.walk(folder.get())) {
            return files.filter(f -> f.toString().endsWith(".t")).sorted().toList().stream()
                    .flatMap(file -> tests(folder.get(), file));
        }
    }

    private static Optional<Path> fixtures() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path candidate = at.resolve("shared/fixtures/libsolv");
            if (Files.isDirectory(candidate)) {
                return Optional.of(candidate);
            }
        }
        String property = System.getProperty("atomsmith.fixtures", "");
        return property.isEmpty() ? Optional.empty() : Optional.of(Path.of(property, "libsolv"));
    }

    private static Stream<DynamicNode> tests(Path folder, Path file) {
        try {
            LibsolvCase read = LibsolvCase.read(file);
            return read.blocks().stream()
                    .map(block -> DynamicTest.dynamicTest(
                            folder.relativize(file) + " " + block.number(), () -> check(read, block)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(LibsolvCase tested, LibsolvCase.Block block) {
        if (!block.unfit().isEmpty()) {
            abort("out of scope: " + block.unfit());
        }
        if (block.jobs().stream().anyMatch(job -> job.startsWith("evrcmp "))) {
            compareVersions(block);
            return;
        }
        block.flags().stream()
                .filter(f -> !UNIMPORTANT_FLAGS.contains(f))
                .forEach(f -> abort("out of scope: flag " + f));
        String updating = UPDATING.getOrDefault(tested.name(), "");
        assumeTrue(updating.isEmpty(), "out of scope: " + updating);
        Request request = request(tested, block);
        if (block.resultKinds().contains("rules")) {
            compareRules(tested, request, block);
        } else if (block.resultKinds().contains("transaction")
                || block.resultKinds().contains("proof")) {
            compareTransaction(tested, request, block);
        } else {
            abort("out of scope: result " + block.resultKinds());
        }
    }

    private static Request request(LibsolvCase tested, LibsolvCase.Block block) {
        List<Dependency> install = new ArrayList<>();
        Set<Nevra> preferred = new HashSet<>();
        Set<String> multiversion = new TreeSet<>();
        for (String job : block.jobs()) {
            String[] words = job.replaceAll(" \\[[a-z,]*\\]$", "").split(" ", 3);
            switch (words[0]) {
                case "install" -> install.add(tested.selected(words[1], words[2]));
                case "multiversion" -> multiversion.add(words[2]);
                case "favor" -> tested.universe().named(words[2]).forEach(p -> preferred.add(p.nevra()));
                default -> abort("out of scope: job " + job);
            }
        }
        assumeTrue(!install.isEmpty(), "out of scope: nothing to install");
        assumeTrue(
                block.jobs().stream().filter(job -> job.startsWith("favor ")).count() < 2,
                "out of scope: the last of several favors wins");
        for (RpmPackage installed : tested.installed()) {
            install.add(Dependency.Simple.any(installed.name()));
            preferred.add(installed.nevra());
        }
        return Request.of(install)
                .withRecommends(!block.flags().contains("ignorerecommended"))
                .locked(Request.Lock.preferring(preferred))
                .withMultiversion(multiversion)
                .forArch(tested.arch());
    }

    private static void compareTransaction(LibsolvCase tested, Request request, LibsolvCase.Block block) {
        boolean problem =
                !block.lines("problem").isEmpty() || block.resultKinds().contains("proof");
        try {
            Solution solution = new Solver(tested.universe()).solve(request);
            assertThat(problem)
                    .as("libsolv finds a problem: %s", block.result())
                    .isFalse();
            Set<String> picked = new TreeSet<>();
            solution.packages().forEach(p -> picked.add(p.nevra().toString()));
            assertThat(picked).isEqualTo(expected(tested, block));
        } catch (UnsolvableException e) {
            assertThat(problem)
                    .as("libsolv finds no problem, but: %s", e.getMessage())
                    .isTrue();
        }
    }

    /** What is installed after libsolv's transaction. */
    private static Set<String> expected(LibsolvCase tested, LibsolvCase.Block block) {
        Set<String> after = new TreeSet<>();
        tested.installed().forEach(p -> after.add(p.nevra().toString()));
        for (String line : block.result()) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "install" -> after.add(nevra(words[1]));
                case "erase" -> after.remove(nevra(words[1]));
                case "upgrade", "downgrade", "change" -> {
                    after.remove(nevra(words[1]));
                    after.add(nevra(words[2]));
                }
                default -> {
                    // Problems, alternatives and recommendations are not part of the transaction.
                }
            }
        }
        return after;
    }

    private static String nevra(String written) {
        return written.substring(0, written.indexOf('@'));
    }

    /** Every set of packages satisfies libsolv's rules exactly when our solver accepts it as it is. */
    private static void compareRules(LibsolvCase tested, Request request, LibsolvCase.Block block) {
        Map<String, List<String>> rules = new TreeMap<>();
        for (String line : block.lines("rule")) {
            String[] words = line.split(" +");
            rules.computeIfAbsent(words[1], k -> new ArrayList<>()).add(words[2]);
        }
        Universe universe = tested.universe();
        List<RpmPackage> packages = universe.packages().stream()
                .filter(p -> rules.values().stream()
                        .flatMap(List::stream)
                        .anyMatch(literal -> literal.endsWith(LibsolvCase.written(p))))
                .toList();
        int models = 0;
        for (int bits = 0; bits < 1 << packages.size(); bits++) {
            Set<String> in = new LinkedHashSet<>();
            List<Dependency> install = new ArrayList<>(request.install());
            Set<String> exclude = new HashSet<>();
            for (int i = 0; i < packages.size(); i++) {
                RpmPackage one = packages.get(i);
                if ((bits >> i & 1) == 1) {
                    in.add(LibsolvCase.written(one));
                    install.add(Dependency.Simple.any(one.name()));
                } else {
                    exclude.add(one.name());
                }
            }
            boolean expected = rules.values().stream().allMatch(rule -> holds(rule, in));
            boolean accepted;
            try {
                new Solver(universe).solve(Request.of(install).excluding(exclude));
                accepted = true;
            } catch (UnsolvableException e) {
                accepted = false;
            }
            assertThat(accepted).as("%s", in).isEqualTo(expected);
            models += accepted ? 1 : 0;
        }
        assertThat(models).isPositive();
    }

    private static boolean holds(List<String> rule, Set<String> in) {
        return rule.stream()
                .anyMatch(
                        literal -> literal.startsWith("-") ? !in.contains(literal.substring(1)) : in.contains(literal));
    }

    private static void compareVersions(LibsolvCase.Block block) {
        List<String> results = block.lines("job noop provides");
        for (String line : results) {
            String[] words = line.split(" ");
            int c = Integer.signum(new RpmVersions().compare(Evr.parse(words[0]), Evr.parse(words[2])));
            String sign = c < 0 ? "<" : c > 0 ? ">" : "=";
            assertThat(sign).as("%s", line).isEqualTo(words[1]);
        }
        assertThat(results).isNotEmpty();
    }
}
