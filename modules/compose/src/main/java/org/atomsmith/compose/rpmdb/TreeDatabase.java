package org.atomsmith.compose.rpmdb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.compose.cache.BuildCache;
import org.atomsmith.compose.install.HeaderConversion;
import org.atomsmith.compose.install.InstalledSystem;
import org.atomsmith.compose.install.PackageKinds;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.ObjectStore;
import org.atomsmith.event.EventSink;
import org.atomsmith.event.Step;
import org.atomsmith.rpm.database.RpmDatabase;
import org.atomsmith.rpm.file.Header;
import org.atomsmith.rpm.file.InstalledHeader;
import org.atomsmith.rpm.file.Tag;

/**
 * The RPM database of a tree, whatever kind its packages are of: where rpm-ostree has it, {@value #DIRECTORY}, with a link from
 * {@value #LINK}. The same packages in the same tree give the same bytes.
 */
public final class TreeDatabase {
    /** Where the database is. */
    public static final String DIRECTORY = "usr/share/rpm";

    /** The database itself. */
    static final String FILE = DIRECTORY + "/" + RpmDatabase.FILE;

    /** Where distributions look for it. */
    static final String LINK = "usr/lib/sysimage/rpm";

    private static final String RPM = "usr/bin/rpm";
    /** Wherever the distribution's own rpm would look. */
    private static final String MACROS = "usr/lib/rpm/macros.d/macros.atomsmith";

    private final BuildCache cache;
    private final ObjectStore objects;
    private final List<EnteredPackage> packages;
    private final long time;
    private final int color;
    private final EventSink events;

    private TreeDatabase(
            BuildCache cache,
            ObjectStore objects,
            List<EnteredPackage> packages,
            long time,
            int color,
            EventSink events) {
        this.cache = cache;
        this.objects = objects;
        this.packages = packages;
        this.time = time;
        this.color = color;
        this.events = events;
    }

    /**
     * A database of a system's packages, not written yet.
     *
     * @param cache where it is put together
     * @param time at which everything counts as installed, seconds since 1970
     * @throws IOException when a package's header is damaged
     */
    public static TreeDatabase of(
            BuildCache cache, ObjectStore objects, InstalledSystem system, long time, EventSink events)
            throws IOException {
        HeaderConversion conversion = PackageKinds.conversion(system);
        List<EnteredPackage> packages = new ArrayList<>();
        for (InstalledSystem.Member member : system.packages()) {
            packages.add(EnteredPackage.of(member, conversion, objects));
        }
        return new TreeDatabase(
                cache, objects, packages, time, PackageKinds.color(system.kind(), system.arch()), events);
    }

    /** Writes the database into a tree, over one that is there. */
    public void write(FileTree tree) throws IOException {
        try (Step step = Step.begin(events, "rpmdb", "Write the RPM database")) {
            FileStates states = new FileStates(tree, packages);
            List<InstalledHeader> headers = new ArrayList<>();
            for (EnteredPackage p : packages) {
                headers.add(InstalledHeader.of(
                        p.rpm(), new InstalledHeader.Installation(time, color, states.of(p), false)));
            }
            long size = put(tree, cache, objects, headers);
            step.end("%d packages, %.1f MB".formatted(headers.size(), size / 1e6));
        }
    }

    /** Puts a database of these packages into a tree, sorted by their names, and returns its size in bytes. */
    static long put(FileTree tree, BuildCache cache, ObjectStore objects, List<InstalledHeader> headers)
            throws IOException {
        SortedMap<String, InstalledHeader> sorted = new TreeMap<>();
        for (InstalledHeader header : headers) {
            sorted.put(key(header.header()), header);
        }
        long size;
        try (BuildCache.Scratch scratch = cache.scratch()) {
            RpmDatabase.write(List.copyOf(sorted.values()), scratch.directory());
            Path file = scratch.directory().resolve(RpmDatabase.FILE);
            size = Files.size(file);
            try (InputStream in = Files.newInputStream(file)) {
                Node.File node = objects.store(in, size, new Node.Stored(0, 0, 0644, Node.noXattrs()));
                if (!(tree.get(DIRECTORY).orElse(null) instanceof Node.Directory)) {
                    tree.put(DIRECTORY, Node.Directory.PLAIN);
                }
                tree.put(FILE, node);
            }
        }
        tree.put(LINK, new Node.Symlink(0, 0, "../../share/rpm"));
        if (tree.has(RPM)) {
            tree.put(
                    MACROS,
                    objects.store(("%_dbpath /" + DIRECTORY + "\n").getBytes(StandardCharsets.UTF_8), 0, 0, 0644));
        }
        return size;
    }

    /** Whole names are what no two installed packages share. */
    private static String key(Header header) throws IOException {
        return String.join(
                " ",
                header.string(Tag.NAME).orElse(""),
                Long.toString(header.number(Tag.EPOCH).orElse(0)),
                header.string(Tag.VERSION).orElse(""),
                header.string(Tag.RELEASE).orElse(""),
                header.string(Tag.ARCH).orElse(""));
    }
}
