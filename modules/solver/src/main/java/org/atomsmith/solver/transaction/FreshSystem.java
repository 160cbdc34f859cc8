package org.atomsmith.solver.transaction;

import java.util.ArrayDeque;
import java.util.ArrayList;
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
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Dependency.Simple;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.PackageSource;
import org.atomsmith.rpm.RpmPackage;
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

    private final PackageSource source;

    /** Chooses from this source. */
    public FreshSystem(PackageSource source) {
        this.source = source;
    }

    /**
     * Chooses the packages for a request's entries. Its lock and its installed packages are not looked at.
     *
     * @return nothing when an entry is a rich dependency, or the request cannot be done as it stands
     */
    public Optional<Set<Nevra>> choose(Request request) {
        List<Job> jobs = new ArrayList<>();
        for (Dependency asked : request.install()) {
            if (!(asked instanceof Simple simple)) {
                return Optional.empty();
            }
            jobs.add(new Job(Job.Kind.INSTALL, selection(simple)));
        }
        for (String name : request.multiversion()) {
            jobs.add(new Job(Job.Kind.MULTIVERSION, Selection.Named.of(name)));
        }
        Set<Option> options = EnumSet.copyOf(DNF);
        if (!request.recommends()) {
            options.add(Option.IGNORE_RECOMMENDED);
        }
        Resolution resolution = new TransactionSolver(inventory(request), options).solve(jobs);
        if (!resolution.problems().isEmpty()) {
            return Optional.empty();
        }
        Set<Nevra> chosen = new LinkedHashSet<>();
        for (Transaction.Step step : resolution.transaction().steps()) {
            if (step instanceof Transaction.Install(Member member)) {
                chosen.add(member.nevra());
            }
        }
        return Optional.of(chosen);
    }

    private Selection selection(Simple asked) {
        if (!source.named(asked.name()).isEmpty()) {
            return new Selection.Named(asked, Optional.empty());
        }
        int dot = asked.name().lastIndexOf('.');
        if (dot > 0 && source.providing(asked.name()).isEmpty()) {
            Simple bare = new Simple(asked.name().substring(0, dot), asked.op(), asked.evr());
            return new Selection.Named(bare, Optional.of(asked.name().substring(dot + 1)));
        }
        return new Selection.Providing(asked, Optional.empty());
    }

    private Inventory inventory(Request request) {
        Set<Member> disabled = new HashSet<>();
        Map<String, List<RpmPackage>> repositories = new LinkedHashMap<>();
        for (RpmPackage one : reachable(request)) {
            repositories
                    .computeIfAbsent(one.location().repository(), id -> new ArrayList<>())
                    .add(one);
            if (request.exclude().contains(one.name())) {
                disabled.add(Member.of(one));
            }
        }
        List<Inventory.Repository> all = new ArrayList<>();
        repositories.forEach((id, packages) -> all.add(new Inventory.Repository(id, 0, 0, packages)));
        return new Inventory(source.versions(), all, Optional.empty(), disabled, request.arch());
    }

    /** Everything that answers the request or something that it leads to, every version of it, by name. */
    private List<RpmPackage> reachable(Request request) {
        Map<Nevra, RpmPackage> found = new HashMap<>();
        Set<String> asked = new HashSet<>();
        Deque<String> open = new ArrayDeque<>();
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
                for (RpmPackage p : answers) {
                    if (found.putIfAbsent(p.nevra(), p) == null) {
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
                .thenComparing(p -> p.nevra().arch()));
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
