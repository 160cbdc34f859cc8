package org.atomsmith.host.services;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.atomsmith.rpm.database.RpmDatabase;
import org.atomsmith.rpm.file.InstalledHeader;
import org.atomsmith.rpm.file.Tag;

/**
 * The services that packages of a tree bring, by the lists of their files that are part of the tree: dpkg's, or else those in
 * the RPM database.
 *
 * @param root of the tree
 */
public record PackageServices(Path root) {
    private static final String LISTS = "usr/lib/sysimage/dpkg/info";
    private static final String LIST = ".list";
    private static final String DATABASE = "usr/share/rpm/" + RpmDatabase.FILE;
    private static final String UNITS = "lib/systemd/system/";
    private static final String SERVICE = ".service";

    /** The largest list, of a kernel's modules or headers, has about 1 MB. */
    private static final long MAX_SIZE = 16 << 20;

    /** A tenth is usual: it is read into memory, and the services are worth no more. */
    private static final long MAX_DATABASE = 128 << 20;

    /**
     * The services of some packages that are enabled or run.
     *
     * @param packages names of packages
     * @param running the units that run
     * @return their units; empty when the tree does not say what is of which package
     */
    public Optional<SortedSet<String>> affected(Collection<String> packages, Set<String> running) throws IOException {
        Path lists = root.resolve(LISTS);
        Path database = root.resolve(DATABASE);
        Set<String> theirs = new HashSet<>();
        if (Files.isDirectory(lists)) {
            listed(lists, Set.copyOf(packages), theirs);
        } else if (Files.isRegularFile(database) && Files.size(database) <= MAX_DATABASE) {
            recorded(database, Set.copyOf(packages), theirs);
        } else {
            return Optional.empty();
        }
        SortedSet<String> affected = new TreeSet<>();
        if (!theirs.isEmpty()) {
            Set<String> candidates = new HashSet<>(running);
            candidates.addAll(enabled());
            for (String unit : candidates) {
                if (theirs.contains(unit) || theirs.contains(UnitNames.template(unit))) {
                    affected.add(unit);
                }
            }
        }
        return Optional.of(affected);
    }

    private static void listed(Path lists, Set<String> packages, Set<String> units) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(lists)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                int end = name.endsWith(LIST) ? name.length() - LIST.length() : 0;
                int colon = name.indexOf(':');
                if (packages.contains(name.substring(0, colon > 0 ? Math.min(colon, end) : end))
                        && Files.size(file) <= MAX_SIZE) {
                    units(Files.readAllLines(file, StandardCharsets.ISO_8859_1), units);
                }
            }
        }
    }

    private static void recorded(Path database, Set<String> packages, Set<String> units) throws IOException {
        for (InstalledHeader installed : RpmDatabase.read(Files.readAllBytes(database))) {
            if (packages.contains(installed.header().string(Tag.NAME).orElse(""))) {
                units(installed.paths(), units);
            }
        }
    }

    private static void units(List<String> paths, Set<String> units) {
        for (String path : paths) {
            int name = path.lastIndexOf('/') + 1;
            if (path.endsWith(SERVICE) && path.substring(0, name).endsWith(UNITS)) {
                units.add(path.substring(name));
            }
        }
    }

    /** Services that the system starts when it is up, as the administrator or the image says. */
    private Set<String> enabled() throws IOException {
        Set<String> enabled = new HashSet<>();
        Path own = root.resolve("etc/systemd/system");
        if (Files.isDirectory(own)) {
            try (DirectoryStream<Path> wants = Files.newDirectoryStream(own)) {
                for (Path want : wants) {
                    if (want.toString().endsWith(".wants") || want.toString().endsWith(".requires")) {
                        add(want, enabled);
                    }
                }
            }
        }
        for (String target : List.of("multi-user", "graphical")) {
            add(root.resolve("usr/lib/systemd/system/" + target + ".target.wants"), enabled);
        }
        return enabled;
    }

    private static void add(Path wants, Set<String> enabled) throws IOException {
        if (Files.isDirectory(wants)) {
            try (DirectoryStream<Path> units = Files.newDirectoryStream(wants)) {
                units.forEach(unit -> enabled.add(unit.getFileName().toString()));
            }
        }
    }
}
