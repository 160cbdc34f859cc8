package org.atomsmith.deb;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomsmith.rpm.Capability;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Dependency.Comparison;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.PackageFormatException;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.RpmPackage.Info;
import org.atomsmith.rpm.RpmPackage.Location;
import org.atomsmith.rpm.RpmPackage.Requirement;

/**
 * Presents a control paragraph in RPM's package model. What has no counterpart there ({@code Replaces} alone, which lets a
 * package take over files) stays in the control paragraph, which a package's import keeps.
 */
final class PackageMapping {
    private PackageMapping() {}

    /**
     * The package that a stanza of a {@code Packages} index describes.
     *
     * @param arch the native architecture in Debian's spelling
     * @throws PackageFormatException when a field that is needed is missing or malformed; names the package
     */
    static RpmPackage indexed(Deb822.Stanza stanza, String arch, String repository) throws PackageFormatException {
        String sha256 = required(stanza, "SHA256");
        if (sha256.length() != 64) {
            throw new PackageFormatException(required(stanza, "Package") + ": SHA256: not a digest: " + sha256, -1);
        }
        Location location = new Location(
                repository, required(stanza, "Filename"), number(stanza, "Size", required(stanza, "Size")), sha256);
        try {
            return described(stanza, arch, location);
        } catch (PackageFormatException e) {
            throw new PackageFormatException("package " + stanza.value("Package") + ": " + e.getMessage(), -1);
        }
    }

    /** Name, version and architecture of a control paragraph. */
    static Nevra nevra(Deb822.Stanza stanza) throws PackageFormatException {
        return new Nevra(
                required(stanza, "Package"),
                Evr.parse(required(stanza, "Version")),
                DebArch.toRpm(required(stanza, "Architecture")));
    }

    static RpmPackage described(Deb822.Stanza stanza, String arch, Location location) throws PackageFormatException {
        Nevra nevra = nevra(stanza);
        List<Dependency.Simple> breaks = Relations.simple("Breaks", stanza.value("Breaks"), arch);
        List<Dependency.Simple> conflicts = Relations.simple("Conflicts", stanza.value("Conflicts"), arch);
        List<Dependency.Simple> replaces = Relations.simple("Replaces", stanza.value("Replaces"), arch);
        List<Dependency> all = new ArrayList<>(conflicts);
        all.addAll(breaks);
        return new RpmPackage(
                nevra,
                requires(stanza, arch),
                provides(stanza, nevra, arch),
                all,
                obsoletes(nevra.name(), conflicts, replaces),
                Relations.dependencies("Recommends", stanza.value("Recommends"), arch),
                Relations.dependencies("Suggests", stanza.value("Suggests"), arch),
                List.of(),
                Relations.dependencies("Enhances", stanza.value("Enhances"), arch),
                List.of(),
                stanza.value("Essential").equals("yes"),
                info(stanza, nevra),
                location);
    }

    private static List<Requirement> requires(Deb822.Stanza stanza, String arch) throws PackageFormatException {
        List<Requirement> requires = new ArrayList<>();
        for (Dependency d : Relations.dependencies("Pre-Depends", stanza.value("Pre-Depends"), arch)) {
            requires.add(new Requirement(d, true));
        }
        for (Dependency d : Relations.dependencies("Depends", stanza.value("Depends"), arch)) {
            requires.add(new Requirement(d, false));
        }
        return requires;
    }

    /**
     * The package's own name and what it states. A package that other architectures may use ({@code Multi-Arch: allowed}
     * or {@code foreign}) answers dependencies on {@code name:any} too.
     */
    private static List<Capability> provides(Deb822.Stanza stanza, Nevra nevra, String arch)
            throws PackageFormatException {
        List<Capability> stated = Relations.provides(stanza.value("Provides"), arch);
        String multiArch = stanza.value("Multi-Arch");
        boolean any = multiArch.equals("allowed") || multiArch.equals("foreign");
        List<Capability> provides = new ArrayList<>(any ? 2 + 2 * stated.size() : 1 + stated.size());
        add(provides, new Capability(nevra.name(), Optional.of(nevra.evr())), any);
        for (Capability capability : stated) {
            add(provides, capability, any && capability.name().indexOf(':') < 0);
        }
        return provides;
    }

    private static void add(List<Capability> provides, Capability capability, boolean any) {
        provides.add(capability);
        if (any) {
            provides.add(new Capability(capability.name() + ":any", capability.evr()));
        }
    }

    /**
     * What dpkg removes in favour of this package: that which it both conflicts with and replaces (Policy 7.6.2), in the
     * versions that both relations name. {@code Breaks} with {@code Replaces} only moves files between packages.
     */
    private static List<Dependency.Simple> obsoletes(
            String self, List<Dependency.Simple> conflicts, List<Dependency.Simple> replaces) {
        List<Dependency.Simple> obsoletes = new ArrayList<>();
        for (Dependency.Simple conflict : conflicts) {
            for (Dependency.Simple replace : replaces) {
                if (conflict.name().equals(replace.name()) && !conflict.name().equals(self)) {
                    narrower(conflict, replace)
                            .filter(o -> !obsoletes.contains(o))
                            .ifPresent(obsoletes::add);
                }
            }
        }
        return obsoletes;
    }

    private static Optional<Dependency.Simple> narrower(Dependency.Simple a, Dependency.Simple b) {
        if (a.evr().isEmpty()) {
            return Optional.of(b);
        }
        if (b.evr().isEmpty()) {
            return Optional.of(a);
        }
        if (!upperBound(a.op()) || !upperBound(b.op())) {
            return a.equals(b) ? Optional.of(a) : Optional.empty();
        }
        int c = DebVersions.ORDER.compare(a.evr().get(), b.evr().get());
        return Optional.of(c < 0 || c == 0 && a.op() == Comparison.LESS ? a : b);
    }

    private static boolean upperBound(Comparison op) {
        return op == Comparison.LESS || op == Comparison.LESS_OR_EQUAL;
    }

    private static Info info(Deb822.Stanza stanza, Nevra nevra) throws PackageFormatException {
        String description = stanza.value("Description");
        int newline = description.indexOf('\n');
        String kibibytes = stanza.value("Installed-Size");
        return new Info(
                newline < 0 ? description : description.substring(0, newline),
                "",
                stanza.value("Homepage"),
                stanza.value("Maintainer"),
                source(stanza.value("Source"), nevra),
                0,
                kibibytes.isEmpty() ? 0 : 1024 * number(stanza, "Installed-Size", kibibytes));
    }

    /** {@code name version}; a source version is only written where it differs from the binary one. */
    private static String source(String source, Nevra nevra) {
        int open = source.indexOf('(');
        int close = source.indexOf(')', open + 1);
        String name = (open < 0 ? source : source.substring(0, open)).strip();
        return (name.isEmpty() ? nevra.name() : name)
                + " "
                + (open < 0 || close < 0
                        ? nevra.evr().toString()
                        : source.substring(open + 1, close).strip());
    }

    private static String required(Deb822.Stanza stanza, String name) throws PackageFormatException {
        String value = stanza.value(name);
        if (value.isEmpty()) {
            String of = stanza.value("Package");
            throw new PackageFormatException(
                    (of.isEmpty() ? "a stanza without a package name" : "package " + of) + ": field '" + name
                            + "' is missing",
                    -1);
        }
        return value;
    }

    private static long number(Deb822.Stanza stanza, String field, String value) throws PackageFormatException {
        try {
            long number = Long.parseLong(value);
            if (number >= 0 && number < 1L << 50) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below, like a number out of range.
        }
        throw new PackageFormatException(
                "package " + stanza.value("Package") + ": " + field + ": not a size: '" + value + "'", -1);
    }
}
