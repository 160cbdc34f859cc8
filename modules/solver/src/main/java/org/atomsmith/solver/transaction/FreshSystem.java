package org.atomsmith.solver.transaction;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.atomsmith.rpm.Capability;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Dependency.Comparison;
import org.atomsmith.rpm.Dependency.Simple;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.PackageSource;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.solver.Architectures;
import org.atomsmith.solver.Request;

/**
 * What dnf would install into an empty root for a request. Only packages that the request can reach are looked at, so that a
 * large source is not read as a whole.
 */
public final class FreshSystem {
    private static final Set<Option> DNF = EnumSet.of(
            Option.ALLOW_VENDOR_CHANGE,
            Option.KEEP_EXPLICIT_OBSOLETES,
            Option.BEST_OBEY_POLICY,
            Option.KEEP_ORPHANS,
            Option.YUM_OBSOLETES,
            Option.IMPLICIT_OBSOLETE_USES_COLOURS);

    /** Stands for entries of a request that are not about one package alone. */
    private static final String ENTRIES = "(entries)";

    private final PackageSource source;
    private final Map<String, Rank> ranks;

    /** Chooses from this source, all of whose repositories are equal. */
    public FreshSystem(PackageSource source) {
        this(source, Map.of());
    }

    /**
     * Chooses from this source.
     *
     * @param ranks of the source's repositories by their ids, in the order that counts where nothing else decides
     */
    public FreshSystem(PackageSource source, Map<String, Rank> ranks) {
        this.source = source;
        this.ranks = Collections.unmodifiableMap(new LinkedHashMap<>(ranks));
    }

    /**
     * How much a repository counts.
     *
     * @param priority the lowest that has a package of a name hides the others
     * @param cost the lowest is preferred where versions are equal
     */
    public record Rank(int priority, int cost) {
        /** What dnf gives a repository of which nothing is said. */
        public static final Rank USUAL = new Rank(99, 1000);
    }

    /**
     * What was chosen.
     *
     * @param packages everything to install, essential packages too
     * @param problems why the request cannot be done as it stands; empty when it can
     */
    public record Choice(Set<Nevra> packages, List<Problem> problems) {
        public Choice {
            packages = Collections.unmodifiableSet(new LinkedHashSet<>(packages));
            problems = List.copyOf(problems);
        }
    }

    /**
     * Chooses the packages for a request's entries, and those that the source calls essential. Of names that its lock lists
     * there are the locked versions alone, or these are preferred. Its installed packages are not looked at.
     */
    public Choice choose(Request request) {
        List<Job> jobs = new ArrayList<>();
        for (String name : essential(request)) {
            jobs.add(new Job(Job.Kind.INSTALL, Selection.Named.of(name)));
        }
        List<RpmPackage.Requirement> further = new ArrayList<>();
        for (Dependency asked : request.install()) {
            if (asked instanceof Simple simple) {
                jobs.add(new Job(Job.Kind.INSTALL, selection(simple)));
            } else {
                further.add(new RpmPackage.Requirement(asked, false));
            }
        }
        if (!further.isEmpty()) {
            jobs.add(new Job(Job.Kind.INSTALL, Selection.Named.of(ENTRIES)));
        }
        for (String name : request.multiversion()) {
            jobs.add(new Job(Job.Kind.MULTIVERSION, Selection.Named.of(name)));
        }
        if (!request.lock().strict()) {
            request.lock().packages().stream()
                    .sorted(Comparator.comparing(Nevra::toString))
                    .forEach(preferred -> jobs.add(favor(preferred)));
        }
        Set<Option> options = EnumSet.copyOf(DNF);
        if (!request.recommends()) {
            options.add(Option.IGNORE_RECOMMENDED);
        }
        Resolution resolution = new TransactionSolver(inventory(request, further), options).solve(jobs);
        Set<Nevra> chosen = new LinkedHashSet<>();
        for (Transaction.Step step : resolution.transaction().steps()) {
            if (step instanceof Transaction.Install(Member member)
                    && !member.repository().equals(ENTRIES)) {
                chosen.add(member.nevra());
            }
        }
        return new Choice(chosen, resolution.problems());
    }

    private Set<String> essential(Request request) {
        Architectures machine = new Architectures(request.arch());
        Set<String> names = new TreeSet<>();
        for (RpmPackage one : source.essential()) {
            if (machine.runs(one.nevra().arch()) && !request.exclude().contains(one.name())) {
                names.add(one.name());
            }
        }
        return names;
    }

    private Job favor(Nevra preferred) {
        return new Job(
                Job.Kind.FAVOR,
                new Selection.Named(
                        Simple.of(preferred.name(), Comparison.EQUAL, preferred.evr()), Optional.of(preferred.arch())));
    }

    /** A name means the packages of that name, and those that provide it and obsolete them; else whoever provides it. */
    private Selection selection(Simple asked) {
        if (!source.named(asked.name()).isEmpty()) {
            List<Member> successors = source.providing(asked.name()).stream()
                    .filter(p -> !p.name().equals(asked.name())
                            && p.obsoletes().stream().anyMatch(o -> o.name().equals(asked.name())))
                    .map(Member::of)
                    .toList();
            if (successors.isEmpty() || asked.evr().isPresent()) {
                return new Selection.Named(asked, Optional.empty());
            }
            List<Member> members = new ArrayList<>(
                    source.named(asked.name()).stream().map(Member::of).toList());
            members.addAll(successors);
            return new Selection.OneOf(members);
        }
        int dot = asked.name().lastIndexOf('.');
        if (dot > 0 && source.providing(asked.name()).isEmpty()) {
            Simple bare = new Simple(asked.name().substring(0, dot), asked.op(), asked.evr());
            return new Selection.Named(bare, Optional.of(asked.name().substring(dot + 1)));
        }
        return new Selection.Providing(asked, Optional.empty());
    }

    private Inventory inventory(Request request, List<RpmPackage.Requirement> further) {
        Set<Member> disabled = new HashSet<>();
        Map<String, List<RpmPackage>> repositories = new LinkedHashMap<>();
        ranks.keySet().forEach(id -> repositories.put(id, new ArrayList<>()));
        for (RpmPackage one : reachable(request)) {
            repositories
                    .computeIfAbsent(one.location().repository(), id -> new ArrayList<>())
                    .add(one);
            if (request.exclude().contains(one.name())) {
                disabled.add(Member.of(one));
            }
        }
        if (!further.isEmpty()) {
            repositories.put(ENTRIES, List.of(entries(further)));
        }
        List<Inventory.Repository> all = new ArrayList<>();
        repositories.forEach((id, packages) -> {
            Rank rank = ranks.getOrDefault(id, Rank.USUAL);
            all.add(new Inventory.Repository(id, -rank.priority, -rank.cost, packages));
        });
        return new Inventory(source.versions(), all, Optional.empty(), disabled, request.arch());
    }

    /** A package that requires what no job can ask for. */
    private static RpmPackage entries(List<RpmPackage.Requirement> further) {
        Evr evr = new Evr(0, "0", "0");
        return new RpmPackage(
                new Nevra(ENTRIES, evr, "noarch"),
                further,
                List.of(new Capability(ENTRIES, Optional.of(evr))),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                false,
                new RpmPackage.Info("", "", "", "", "", 0, 0),
                new RpmPackage.Location(ENTRIES, "", 0, ""));
    }

    /** Everything that answers the request or something that it leads to, every version of it, by name. */
    private List<RpmPackage> reachable(Request request) {
        Map<Member, RpmPackage> found = new HashMap<>();
        Set<String> asked = new HashSet<>();
        Set<String> locked = new HashSet<>();
        if (request.lock().strict()) {
            request.lock().packages().forEach(p -> locked.add(p.name()));
        }
        Deque<String> open = new ArrayDeque<>(essential(request));
        request.install().forEach(entry -> names(entry, open));
        request.install().forEach(entry -> {
            if (entry instanceof Simple simple && simple.name().lastIndexOf('.') > 0) {
                open.add(simple.name().substring(0, simple.name().lastIndexOf('.')));
            }
        });
        if (request.recommends()) {
            source.reverseWeak().forEach(p -> open.add(p.name()));
        }
        while (!open.isEmpty()) {
            String name = open.remove();
            if (asked.add(name)) {
                List<RpmPackage> answers = new ArrayList<>(source.named(name));
                answers.addAll(source.providing(name));
                answers.removeIf(p ->
                        locked.contains(p.name()) && !request.lock().packages().contains(p.nevra()));
                for (RpmPackage p : answers) {
                    if (found.putIfAbsent(Member.of(p), p) == null) {
                        open.add(p.name());
                        p.requires().forEach(r -> names(r.dependency(), open));
                        if (request.recommends()) {
                            p.recommends().forEach(wish -> names(wish, open));
                        }
                    }
                }
            }
        }
        List<RpmPackage> sorted = new ArrayList<>(found.values());
        sorted.sort(Comparator.comparing(RpmPackage::name)
                .thenComparing(RpmPackage::evr, source.versions())
                .thenComparing(p -> p.nevra().arch())
                .thenComparing(p -> p.location().repository()));
        return sorted;
    }

    private static void names(Dependency dependency, Deque<String> into) {
        switch (dependency) {
            case Simple simple -> into.add(simple.name());
            case Dependency.And(var parts) -> parts.forEach(part -> names(part, into));
            case Dependency.Or(var parts) -> parts.forEach(part -> names(part, into));
            case Dependency.If(var then, var condition, var otherwise) -> {
                names(then, into);
                names(condition, into);
                otherwise.ifPresent(o -> names(o, into));
            }
            case Dependency.Unless(var then, var condition, var otherwise) -> {
                names(then, into);
                names(condition, into);
                otherwise.ifPresent(o -> names(o, into));
            }
            case Dependency.With(var left, var right) -> {
                names(left, into);
                names(right, into);
            }
            case Dependency.Without(var left, var right) -> {
                names(left, into);
                names(right, into);
            }
        }
    }
}
