package org.atomsmith.compose.resolve;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.atomsmith.rpm.Capability;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Dependency.Simple;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.PackageSource;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.RpmVersions;
import org.atomsmith.rpm.VersionScheme;
import org.atomsmith.rpm.md.Modules;

/**
 * Streams of modules as packages for the solver: {@code name:stream:context} in the module's version, which provides
 * {@code module(name)} and {@code module(name:stream)} and stands against other streams of its module.
 */
final class ModuleUniverse implements PackageSource {
    /** The name of what has the wishes. */
    static final String WISHES = "(defaults)";

    private static final String PLATFORM = "platform";

    private final Map<String, List<RpmPackage>> named = new TreeMap<>();
    private final Map<String, Set<RpmPackage>> providing = new TreeMap<>();
    private final List<RpmPackage> packages = new ArrayList<>();

    /**
     * Presents builds of streams, and what is wished beside them.
     *
     * @param platform the stream of the platform; without one, requirements of a platform are left out
     * @param wishes streams to have where nothing stands against them, as {@link #stream} names them
     */
    ModuleUniverse(Collection<Modules.Stream> builds, Optional<String> platform, List<Dependency> wishes) {
        for (Modules.Stream build : builds) {
            add(
                    new Nevra(name(build), new Evr(0, build.version(), ""), arch(build)),
                    List.of(module(build.name()), stream(build.name(), build.stream())),
                    requires(build, platform.isPresent()),
                    List.of());
        }
        platform.ifPresent(own -> add(
                new Nevra(PLATFORM, new Evr(0, own, ""), "noarch"),
                List.of(module(PLATFORM), stream(PLATFORM, own)),
                List.of(),
                List.of()));
        add(new Nevra(WISHES, new Evr(0, "0", ""), "noarch"), List.of(), List.of(), wishes);
    }

    /** What a build is called here. */
    static String name(Modules.Stream build) {
        return build.name() + ":" + build.stream() + ":" + build.context();
    }

    /** Any stream of a module. */
    static Simple module(String name) {
        return Simple.any("module(" + name + ")");
    }

    /** A stream of a module. */
    static Simple stream(String name, String stream) {
        return Simple.any("module(" + name + ":" + stream + ")");
    }

    private static String arch(Modules.Stream build) {
        return build.arch().isEmpty() ? "noarch" : build.arch();
    }

    private void add(Nevra nevra, List<Simple> provides, List<Dependency> requires, List<Dependency> wishes) {
        List<Capability> capabilities = new ArrayList<>();
        capabilities.add(new Capability(nevra.name(), Optional.of(nevra.evr())));
        provides.forEach(p -> capabilities.add(new Capability(p.name(), Optional.empty())));
        RpmPackage p = new RpmPackage(
                nevra,
                requires.stream().map(r -> new RpmPackage.Requirement(r, false)).toList(),
                capabilities,
                provides.isEmpty() ? List.of() : List.of(provides.getFirst()),
                List.of(),
                wishes,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                false,
                new RpmPackage.Info("", "", "", "", "", 0, 0),
                new RpmPackage.Location("modules", "", 0, ""));
        packages.add(p);
        named.computeIfAbsent(p.name(), n -> new ArrayList<>()).add(p);
        capabilities.forEach(c -> providing
                .computeIfAbsent(
                        c.name(),
                        n -> new TreeSet<>(Comparator.comparing(x -> x.nevra().toString())))
                .add(p));
    }

    /** One of the alternatives; of each, every module in one of its streams. */
    private static List<Dependency> requires(Modules.Stream build, boolean platform) {
        List<Dependency> alternatives = new ArrayList<>();
        for (Map<String, List<String>> alternative : build.requires()) {
            List<Dependency> all = new ArrayList<>();
            alternative.forEach((name, streams) -> {
                if (platform || !name.equals(PLATFORM)) {
                    all.add(oneOf(name, streams));
                }
            });
            if (all.isEmpty()) {
                return List.of();
            }
            alternatives.add(all.size() == 1 ? all.getFirst() : new Dependency.And(all));
        }
        return alternatives.size() < 2 ? alternatives : List.of(new Dependency.Or(alternatives));
    }

    private static Dependency oneOf(String name, List<String> streams) {
        List<Dependency> wanted = new ArrayList<>();
        Dependency rest = module(name);
        for (String stream : streams) {
            if (stream.startsWith("-")) {
                rest = new Dependency.Without(rest, stream(name, stream.substring(1)));
            } else {
                wanted.add(stream(name, stream));
            }
        }
        return switch (wanted.size()) {
            case 0 -> rest;
            case 1 -> wanted.getFirst();
            default -> new Dependency.Or(wanted);
        };
    }

    @Override
    public VersionScheme versions() {
        return new RpmVersions();
    }

    @Override
    public Set<String> names() {
        return named.keySet();
    }

    @Override
    public Collection<RpmPackage> named(String name) {
        return named.getOrDefault(name, List.of());
    }

    @Override
    public Collection<RpmPackage> providing(String capability) {
        return providing.getOrDefault(capability, Set.of());
    }

    @Override
    public Collection<RpmPackage> essential() {
        return List.of();
    }

    @Override
    public List<RpmPackage> reverseWeak() {
        return List.of();
    }

    @Override
    public List<RpmPackage> packages() {
        return packages;
    }
}
