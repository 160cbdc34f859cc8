package org.atomsmith.solver.transaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.atomsmith.rpm.Capability;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Dependency.Simple;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.VersionScheme;
import org.atomsmith.solver.Architectures;
import org.atomsmith.solver.sat.IntList;

/** Every package of an inventory, numbered from 1 in its order, and who provides what. */
final class Packages {
    private static final int[] NOBODY = {};

    /** What a namespace stands for that holds on this system. */
    static final String SYSTEM = "@SYSTEM";

    private final VersionScheme versions;
    private final Architectures architectures;
    private final Set<Option> options;
    private final List<RpmPackage> packages = new ArrayList<>();
    private final List<Inventory.Repository> repositories = new ArrayList<>();
    private final BitSet installed = new BitSet();
    private final BitSet installable = new BitSet();
    private final Map<String, IntList> byName = new HashMap<>();
    private final Map<String, IntList> byCapability = new HashMap<>();
    private final Map<Member, Integer> numbers = new HashMap<>();
    private final Map<Dependency, int[]> providers = new HashMap<>();
    private final Map<String, Dependency> namespaces;

    Packages(Inventory inventory, Set<Option> options, Map<String, Dependency> namespaces) {
        this.versions = inventory.versions();
        this.architectures = new Architectures(inventory.arch());
        this.options = options;
        this.namespaces = Map.copyOf(namespaces);
        boolean listDisabled = options.contains(Option.WHAT_PROVIDES_WITH_DISABLED);
        for (Inventory.Repository repository : inventory.repositories()) {
            boolean system =
                    inventory.installed().filter(repository.id()::equals).isPresent();
            for (RpmPackage one : repository.packages()) {
                packages.add(one);
                repositories.add(repository);
                int number = packages.size();
                Member member = new Member(one.nevra(), repository.id());
                numbers.putIfAbsent(member, number);
                String arch = one.nevra().arch();
                boolean runs = !arch.equals("src") && !arch.equals("nosrc") && architectures.runs(arch);
                boolean enabled = !inventory.disabled().contains(member);
                installed.set(number, system);
                installable.set(number, runs && enabled);
                if (system || (runs && (enabled || listDisabled))) {
                    byName.computeIfAbsent(one.name(), n -> new IntList()).add(number);
                    one.provides().forEach(c -> provide(c.name(), number));
                    one.files().forEach(path -> provide(path, number));
                }
            }
        }
    }

    private void provide(String capability, int number) {
        IntList list = byCapability.computeIfAbsent(capability, n -> new IntList());
        if (list.size() == 0 || list.get(list.size() - 1) != number) {
            list.add(number);
        }
    }

    /** Whether a dependency is on a namespace, such as the languages that a system is set up for. */
    boolean isNamespace(Dependency dependency) {
        return switch (dependency) {
            case Simple simple -> simple.name().startsWith("namespace:");
            case Dependency.And(List<Dependency> parts) -> parts.stream().anyMatch(this::isNamespace);
            case Dependency.Or(List<Dependency> parts) -> parts.stream().anyMatch(this::isNamespace);
            default -> false;
        };
    }

    int count() {
        return packages.size();
    }

    RpmPackage get(int number) {
        return packages.get(number - 1);
    }

    Inventory.Repository repository(int number) {
        return repositories.get(number - 1);
    }

    Member member(int number) {
        return new Member(get(number).nevra(), repository(number).id());
    }

    /** The package's number, 0 when there is none such. */
    int number(Member member) {
        return numbers.getOrDefault(member, 0);
    }

    VersionScheme versions() {
        return versions;
    }

    Architectures architectures() {
        return architectures;
    }

    boolean is(Option option) {
        return options.contains(option);
    }

    BitSet installed() {
        return installed;
    }

    boolean isInstalled(int number) {
        return installed.get(number);
    }

    /** A number above all packages' that is always in. */
    int system() {
        return packages.size() + 1;
    }

    /** Whether the package may be installed at all: it runs here and is not disabled. */
    boolean isInstallable(int number) {
        return installable.get(number);
    }

    /** Packages of that name that are found, in the order of their numbers. */
    int[] named(String name) {
        IntList found = byName.get(name);
        return found == null ? NOBODY : found.toArray();
    }

    /** Packages that answer a dependency each for itself, in the order of their numbers. */
    int[] providers(Dependency dependency) {
        int[] known = providers.get(dependency);
        if (known == null) {
            known = find(dependency);
            providers.put(dependency, known);
        }
        return known;
    }

    private int[] find(Dependency dependency) {
        return switch (dependency) {
            case Simple simple -> simple(simple);
            case Dependency.With(Dependency left, Dependency right) -> common(providers(left), providers(right), true);
            case Dependency.Without(Dependency left, Dependency right) ->
                common(providers(left), providers(right), false);
            case Dependency.Or(List<Dependency> parts) ->
                parts.stream()
                        .flatMapToInt(part -> Arrays.stream(providers(part)))
                        .distinct()
                        .sorted()
                        .toArray();
            case Dependency.And(List<Dependency> parts) ->
                parts.stream()
                        .map(this::providers)
                        .reduce((a, b) -> common(a, b, true))
                        .orElse(NOBODY);
            case Dependency.If conditional -> providers(conditional.then());
            case Dependency.Unless conditional -> providers(conditional.then());
        };
    }

    private int[] simple(Simple dependency) {
        if (dependency.name().equals(SYSTEM)) {
            return new int[] {system()};
        }
        Dependency meant = namespaces.get(dependency.name());
        if (meant != null) {
            return providers(meant);
        }
        IntList listed = byCapability.get(dependency.name());
        if (listed == null) {
            return NOBODY;
        }
        return dependency.op() == Dependency.Comparison.ANY
                ? listed.toArray()
                : Arrays.stream(listed.toArray())
                        .filter(p -> provides(p, dependency))
                        .toArray();
    }

    private boolean provides(int number, Simple dependency) {
        for (Capability capability : get(number).provides()) {
            if (versions.answers(capability, dependency)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a package has that name and a version within the range: how obsoletes match. */
    boolean matchesByName(int number, Dependency dependency) {
        return switch (dependency) {
            case Simple simple ->
                get(number).name().equals(simple.name())
                        && (simple.evr().isEmpty()
                                || versions.matches(
                                        simple.op(),
                                        simple.evr().get(),
                                        get(number).evr()));
            case Dependency.With(Dependency left, Dependency right) ->
                matchesByName(number, left) && matchesByName(number, right);
            case Dependency.Without(Dependency left, Dependency right) ->
                matchesByName(number, left) && !matchesByName(number, right);
            default -> false;
        };
    }

    /** Packages that an obsoletes entry of a package is about; the package itself is none of them. */
    int[] obsoletedBy(int owner, Dependency obsoletes) {
        boolean byProvides = is(Option.OBSOLETE_USES_PROVIDES);
        return Arrays.stream(providers(obsoletes))
                .filter(p -> p != owner
                        && (byProvides || matchesByName(p, obsoletes))
                        && (!is(Option.OBSOLETE_USES_COLOURS) || shareColour(owner, p)))
                .toArray();
    }

    /** Whether one of a package's obsoletes is about another. */
    boolean obsoletes(int owner, int other) {
        for (Simple obsoletes : get(owner).obsoletes()) {
            if (Arrays.stream(obsoletedBy(owner, obsoletes)).anyMatch(p -> p == other)) {
                return true;
            }
        }
        return false;
    }

    boolean shareColour(int one, int other) {
        return architectures.shareColour(
                get(one).nevra().arch(), get(other).nevra().arch());
    }

    /** Whether a package takes the place of another of its name: not beside one for another word size. */
    boolean replacesByName(int self, int other) {
        return !is(Option.IMPLICIT_OBSOLETE_USES_COLOURS) || shareColour(self, other);
    }

    boolean sameName(int one, int other) {
        return get(one).name().equals(get(other).name());
    }

    boolean sameNevra(int one, int other) {
        return get(one).nevra().equals(get(other).nevra());
    }

    /** Whether two entries are the same package: build and relations do not tell them apart. */
    boolean identical(int one, int other) {
        RpmPackage a = get(one);
        RpmPackage b = get(other);
        if (!a.nevra().equals(b.nevra()) || !a.info().vendor().equals(b.info().vendor())) {
            return false;
        }
        boolean built = a.info().buildTime() != 0 && b.info().buildTime() != 0;
        return built
                ? a.info().buildTime() == b.info().buildTime()
                : a.requires().equals(b.requires());
    }

    /** Compares versions only. */
    int compareVersions(int one, int other) {
        return versions.compare(get(one).evr(), get(other).evr());
    }

    /** The packages of a selection, in the order of their numbers. */
    int[] selected(Selection selection) {
        return switch (selection) {
            case Selection.All() -> numbers(p -> true);
            case Selection.InRepository(String id) ->
                numbers(p -> repository(p).id().equals(id));
            case Selection.Named(Simple name, var arch) ->
                Arrays.stream(named(name.name()))
                        .filter(p -> matchesByName(p, name))
                        .filter(p -> arch.isEmpty() || get(p).nevra().arch().equals(arch.get()))
                        .toArray();
            case Selection.Providing(Dependency capability, var arch) ->
                Arrays.stream(providers(capability))
                        .filter(p -> arch.isEmpty() || get(p).nevra().arch().equals(arch.get()))
                        .toArray();
            case Selection.OneOf(List<Member> members) ->
                members.stream().mapToInt(this::number).filter(p -> p > 0).toArray();
        };
    }

    private int[] numbers(Predicate<Integer> accepted) {
        IntList found = new IntList();
        for (int p = 1; p <= count(); p++) {
            if (accepted.test(p)) {
                found.add(p);
            }
        }
        return found.toArray();
    }

    private static int[] common(int[] from, int[] inOrNot, boolean in) {
        BitSet set = new BitSet();
        Arrays.stream(inOrNot).forEach(set::set);
        return Arrays.stream(from).filter(p -> set.get(p) == in).toArray();
    }
}
