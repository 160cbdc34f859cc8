package org.atomsmith.compose.resolve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.atomsmith.compose.treefile.Located;
import org.atomsmith.compose.treefile.Nearest;
import org.atomsmith.compose.treefile.TreefileException;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.PackageSource;
import org.atomsmith.rpm.Repository;
import org.atomsmith.rpm.md.Comps;
import org.atomsmith.rpm.md.RpmRepository;

/**
 * The packages of groups and environments that a treefile wants: those that are mandatory, those that come by default, and
 * conditional ones where the package is in that brings them, as dnf installs a group. Groups of one identifier in several
 * repositories are one group. A member that no repository has is left out, as is one that is excluded.
 */
final class GroupPackages {
    private final List<Comps> comps;
    private final PackageSource source;
    private final Set<String> excluded;

    private GroupPackages(List<Comps> comps, PackageSource source, Set<String> excluded) {
        this.comps = comps;
        this.source = source;
        this.excluded = excluded;
    }

    /**
     * The packages of groups.
     *
     * @param asked {@code @group} or {@code @^environment}, by identifier or by name
     * @param excluded packages that must not come in
     * @throws TreefileException when there is no such group
     */
    static List<Dependency> of(
            List<Located<String>> asked, List<Repository> repositories, PackageSource source, Set<String> excluded)
            throws IOException {
        if (asked.isEmpty()) {
            return List.of();
        }
        List<Comps> comps = new ArrayList<>();
        for (Repository repository : repositories) {
            if (repository instanceof RpmRepository rpm) {
                comps.add(rpm.comps());
            }
        }
        GroupPackages groups = new GroupPackages(comps, source, excluded);
        List<Dependency> wanted = new ArrayList<>();
        for (Located<String> one : asked) {
            for (String id : groups.ids(one)) {
                groups.members(id).forEach(wanted::add);
            }
        }
        return wanted;
    }

    /** Identifiers of the groups that an entry means. */
    private Set<String> ids(Located<String> entry) {
        boolean environment = entry.value().startsWith("@^");
        String name = entry.value().substring(environment ? 2 : 1);
        Set<String> ids = new LinkedHashSet<>();
        for (Comps one : comps) {
            if (environment) {
                find(one.environments(), name, Comps.Environment::id, Comps.Environment::name)
                        .ifPresent(found -> {
                            ids.addAll(found.groups());
                            found.options().stream()
                                    .filter(Comps.Environment.Option::byDefault)
                                    .forEach(option -> ids.add(option.group()));
                        });
            } else {
                find(one.groups(), name, Comps.Group::id, Comps.Group::name).ifPresent(found -> ids.add(found.id()));
            }
        }
        if (ids.isEmpty()) {
            Set<String> known = new TreeSet<>();
            comps.forEach(one -> {
                one.groups().forEach(group -> known.add("@" + group.id()));
                one.environments().forEach(kind -> known.add("@^" + kind.id()));
            });
            throw TreefileException.at(
                    entry,
                    "no repository has the " + (environment ? "environment" : "group") + " '" + name + "'",
                    known.isEmpty() ? "the repositories have no groups" : Nearest.question(entry.value(), known));
        }
        return ids;
    }

    private static <T> Optional<T> find(List<T> all, String wanted, Function<T, String> id, Function<T, String> name) {
        return all.stream()
                .filter(one -> id.apply(one).equals(wanted))
                .findFirst()
                .or(() -> all.stream()
                        .filter(one -> name.apply(one).equalsIgnoreCase(wanted))
                        .findFirst());
    }

    private List<Dependency> members(String id) {
        Set<Dependency> members = new LinkedHashSet<>();
        for (Comps one : comps) {
            one.group(id)
                    .ifPresent(group -> group.packages().stream()
                            .filter(p -> !excluded.contains(p.name())
                                    && !source.named(p.name()).isEmpty())
                            .forEach(p -> dependency(p).ifPresent(members::add)));
        }
        return List.copyOf(members);
    }

    private static Optional<Dependency> dependency(Comps.GroupPackage p) {
        Dependency member = Dependency.Simple.any(p.name());
        return switch (p.membership()) {
            case MANDATORY, DEFAULT -> Optional.of(member);
            case OPTIONAL -> Optional.empty();
            case CONDITIONAL ->
                Optional.of(new Dependency.If(member, Dependency.Simple.any(p.requires()), Optional.empty()));
        };
    }
}
