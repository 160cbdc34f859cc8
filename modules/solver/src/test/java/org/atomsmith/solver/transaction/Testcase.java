package org.atomsmith.solver.transaction;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.RpmVersions;
import org.atomsmith.solver.transaction.Job.Flag;
import org.atomsmith.solver.transaction.Job.Kind;

/** One of libsolv's test cases: a {@code .t} file with repositories, and blocks of jobs each with the result expected. */
final class Testcase {
    /** What a block asks and what libsolv answers. */
    record Block(
            int number,
            Inventory inventory,
            Set<Option> options,
            Map<String, Dependency> namespaces,
            List<String> jobs,
            Set<String> kinds,
            List<String> expected,
            Optional<String> unfit) {

        List<String> expected(String... words) {
            Set<String> wanted = Set.of(words);
            return expected.stream()
                    .filter(line -> wanted.contains(line.split(" ")[0]))
                    .toList();
        }
    }

    private final Path file;
    private final List<Inventory.Repository> repositories = new ArrayList<>();
    private final List<Block> blocks = new ArrayList<>();
    private final Set<Option> poolOptions = EnumSet.noneOf(Option.class);
    private String arch = "";
    private Optional<String> system = Optional.empty();
    private Optional<String> unfit = Optional.empty();

    private Set<Option> options = EnumSet.noneOf(Option.class);
    private Map<String, Dependency> namespaces = new HashMap<>();
    private Set<Member> disabled = new HashSet<>();
    private List<String> jobs = new ArrayList<>();
    private Set<String> kinds = new LinkedHashSet<>();
    private List<String> expected = new ArrayList<>();
    private Optional<String> blockUnfit = Optional.empty();

    private Testcase(Path file) {
        this.file = file;
    }

    static List<Block> read(Path file) throws IOException {
        Testcase read = new Testcase(file);
        read.parse(Files.readAllLines(file));
        return read.blocks;
    }

    private void parse(List<String> lines) throws IOException {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.startsWith("#") || line.isEmpty()) {
                continue;
            }
            List<String> inline = new ArrayList<>();
            if (line.endsWith("<inline>")) {
                while (i + 1 < lines.size() && lines.get(i + 1).startsWith("#>")) {
                    inline.add(lines.get(++i).substring(2));
                }
            }
            statement(line, inline);
        }
        endBlock();
    }

    private void statement(String line, List<String> inline) throws IOException {
        String[] words = line.split(" +");
        switch (words[0]) {
            case "repo" -> repository(words, inline);
            case "system" -> {
                arch = words[1].equals("unset") ? "" : words[1];
                String kind = words.length > 2 ? words[2] : "*";
                if (!kind.equals("rpm") && !kind.equals("*")) {
                    unfit = Optional.of("not RPM's: system of the kind " + kind);
                }
                system = words.length > 3 ? Optional.of(words[3]) : Optional.empty();
            }
            case "poolflags" -> flags(words, poolOptions);
            case "solverflags" -> flags(words, options);
            case "vendorclass" -> blockUnfit = Optional.of("classes of vendors");
            case "namespace" -> namespaces.put(words[1], Dependency.Simple.any(words[2]));
            case "disable" -> disable(words);
            case "job" -> jobs.add(line.substring(4));
            case "evrcmp", "genid" -> jobs.add(line);
            case "result" -> {
                kinds.addAll(List.of(words[1].split(",")));
                if (words.length > 2 && !words[2].equals("<inline>")) {
                    expected.addAll(Files.readAllLines(file.resolveSibling(words[2])));
                }
                expected.addAll(inline);
            }
            case "nextjob" -> endBlock();
            case "feature" -> {
                for (String feature : List.of(words).subList(1, words.length)) {
                    if (feature.equals("conda") || feature.equals("haiku") || feature.equals("multi_semantics")) {
                        unfit = Optional.of("not RPM's: feature " + feature);
                    }
                }
            }
            default -> throw new IllegalArgumentException(file + ": what is '" + line + "'?");
        }
    }

    private void repository(String[] words, List<String> inline) throws IOException {
        String[] priority = words[2].split("\\.");
        List<String> lines = words[3].equals("empty")
                ? List.of()
                : words[4].equals("<inline>") ? inline : Files.readAllLines(file.resolveSibling(words[4]));
        if (!words[3].equals("empty") && !words[3].equals("testtags")) {
            unfit = Optional.of("repository in the format " + words[3]);
        }
        repositories.add(new Inventory.Repository(
                words[1],
                Integer.parseInt(priority[0]),
                priority.length > 1 ? Integer.parseInt(priority[1]) : 0,
                Testtags.read(lines, words[1])));
    }

    private void disable(String[] words) {
        for (Inventory.Repository repository : repositories) {
            repository.packages().forEach(p -> {
                Member member = Member.of(p);
                if (words[1].equals("repo")
                        ? repository.id().equals(words[2])
                        : member.toString().equals(words[2])) {
                    disabled.add(member);
                }
            });
        }
    }

    private void flags(String[] words, Set<Option> into) {
        for (String written : List.of(words).subList(1, words.length)) {
            boolean off = written.startsWith("!");
            String flag = off ? written.substring(1) : written;
            Optional<Option> option = switch (flag.toLowerCase(Locale.ROOT)) {
                case "allowdowngrade" -> Optional.of(Option.ALLOW_DOWNGRADE);
                case "allowarchchange" -> Optional.of(Option.ALLOW_ARCH_CHANGE);
                case "allowvendorchange" -> Optional.of(Option.ALLOW_VENDOR_CHANGE);
                case "allownamechange" -> Optional.of(Option.FORBID_NAME_CHANGE);
                case "dupallowdowngrade" -> Optional.of(Option.DUP_FORBID_DOWNGRADE);
                case "dupallowarchchange" -> Optional.of(Option.DUP_FORBID_ARCH_CHANGE);
                case "dupallowvendorchange" -> Optional.of(Option.DUP_FORBID_VENDOR_CHANGE);
                case "dupallownamechange" -> Optional.of(Option.DUP_FORBID_NAME_CHANGE);
                case "allowuninstall" -> Optional.of(Option.ALLOW_UNINSTALL);
                case "noupdateprovide" -> Optional.of(Option.NO_UPDATE_PROVIDE);
                case "ignorerecommended" -> Optional.of(Option.IGNORE_RECOMMENDED);
                case "addalreadyrecommended" -> Optional.of(Option.ADD_ALREADY_RECOMMENDED);
                case "onlynamespacerecommended" -> Optional.of(Option.ONLY_NAMESPACE_RECOMMENDED);
                case "strongrecommends" -> Optional.of(Option.STRONG_RECOMMENDS);
                case "noinfarchcheck" -> Optional.of(Option.NO_INFERIOR_ARCH_CHECK);
                case "noautotarget" -> Optional.of(Option.NO_AUTO_TARGET);
                case "keepexplicitobsoletes" -> Optional.of(Option.KEEP_EXPLICIT_OBSOLETES);
                case "bestobeypolicy" -> Optional.of(Option.BEST_OBEY_POLICY);
                case "keeporphans" -> Optional.of(Option.KEEP_ORPHANS);
                case "breakorphans" -> Optional.of(Option.BREAK_ORPHANS);
                case "yumobsoletes" -> Optional.of(Option.YUM_OBSOLETES);
                case "focusinstalled" -> Optional.of(Option.FOCUS_INSTALLED);
                case "focusnew" -> Optional.of(Option.FOCUS_NEW);
                case "focusbest" -> Optional.of(Option.FOCUS_BEST);
                case "forbidselfconflicts" -> Optional.of(Option.FORBID_SELF_CONFLICTS);
                case "obsoleteusesprovides" -> Optional.of(Option.OBSOLETE_USES_PROVIDES);
                case "implicitobsoleteusesprovides" -> Optional.of(Option.IMPLICIT_OBSOLETE_USES_PROVIDES);
                case "obsoleteusescolors" -> Optional.of(Option.OBSOLETE_USES_COLOURS);
                case "implicitobsoleteusescolors" -> Optional.of(Option.IMPLICIT_OBSOLETE_USES_COLOURS);
                case "noinstalledobsoletes" -> Optional.of(Option.NO_INSTALLED_OBSOLETES);
                case "whatprovideswithdisabled" -> Optional.of(Option.WHAT_PROVIDES_WITH_DISABLED);
                default -> Optional.empty();
            };
            if (option.isEmpty()) {
                blockUnfit = Optional.of("flag " + flag);
            } else if (off == isForbidding(option.get())) {
                into.add(option.get());
            } else {
                into.remove(option.get());
            }
        }
    }

    private static boolean isForbidding(Option option) {
        return option.name().contains("FORBID_") && option != Option.FORBID_SELF_CONFLICTS;
    }

    private void endBlock() {
        Set<Option> all = EnumSet.noneOf(Option.class);
        all.addAll(poolOptions);
        all.addAll(options);
        blocks.add(new Block(
                blocks.size() + 1,
                new Inventory(new RpmVersions(), repositories, system, disabled, arch),
                all,
                namespaces,
                List.copyOf(jobs),
                kinds,
                List.copyOf(expected),
                unfit.or(() -> blockUnfit)));
        options = EnumSet.noneOf(Option.class);
        namespaces = new HashMap<>();
        disabled = new HashSet<>();
        jobs = new ArrayList<>();
        kinds = new LinkedHashSet<>();
        expected = new ArrayList<>();
        blockUnfit = Optional.empty();
    }

    /** Reads {@code install name A = 2 [forcebest]}. */
    static Job job(String line) {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        String text = line.strip();
        int bracket = text.lastIndexOf(" [");
        if (bracket > 0 && text.endsWith("]")) {
            for (String word : text.substring(bracket + 2, text.length() - 1).split(",")) {
                flags.add(List.of(Flag.values()).stream()
                        .filter(f -> f.word().equals(word))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("what is '" + word + "'?")));
            }
            text = text.substring(0, bracket);
        }
        String[] words = text.split(" +", 3);
        Kind kind = List.of(Kind.values()).stream()
                .filter(k -> k.word().equals(words[0]))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("what is '" + words[0] + "'?"));
        return new Job(kind, selection(words[1], words[2].strip()), flags);
    }

    private static Selection selection(String how, String what) {
        return switch (how) {
            case "all" -> new Selection.All();
            case "repo" -> new Selection.InRepository(what);
            case "pkg", "oneof" ->
                new Selection.OneOf(
                        what.equals("nothing")
                                ? List.of()
                                : List.of(what.split(" +")).stream()
                                        .map(Testcase::member)
                                        .toList());
            case "name", "provides" -> {
                TestcaseDependency.Node tree = TestcaseDependency.tree(what);
                Optional<String> arch = arch(tree);
                Dependency plain = TestcaseDependency.parse(
                        arch.isEmpty()
                                ? what
                                : what.replaceAll("[()]|\\. " + arch.get(), "").strip());
                yield how.equals("name")
                        ? new Selection.Named((Dependency.Simple) plain, arch)
                        : new Selection.Providing(plain, arch);
            }
            default -> throw new IllegalArgumentException("what is '" + how + "'?");
        };
    }

    private static Optional<String> arch(TestcaseDependency.Node node) {
        return switch (node) {
            case TestcaseDependency.Operation(String operator, var _, TestcaseDependency.Literal(String arch))
            when operator.equals(".") -> Optional.of(arch);
            case TestcaseDependency.Operation(String _, var left, var _) -> arch(left);
            default -> Optional.empty();
        };
    }

    /** Reads {@code name-evr.arch@repository}. */
    static Member member(String written) {
        int at = written.indexOf('@');
        String nevra = written.substring(0, at);
        int dot = nevra.lastIndexOf('.');
        int release = nevra.lastIndexOf('-', dot);
        int version = nevra.lastIndexOf('-', release - 1);
        String evr = nevra.substring(version + 1, dot);
        return new Member(
                new org.atomsmith.rpm.Nevra(
                        nevra.substring(0, version), org.atomsmith.rpm.Evr.parse(evr), nevra.substring(dot + 1)),
                written.substring(at + 1));
    }
}
