package org.atomsmith.host.packages;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.atomsmith.compose.install.PackageKinds;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.DirTree;
import org.atomsmith.ostree.repo.ContentObject;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.tree.TreeReader;
import org.atomsmith.ostree.tree.TreeReader.Entry;
import org.atomsmith.ostree.tree.TreeRoot;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.VersionScheme;

/**
 * What upgraded packages changed: of Debian's as the new tree's {@code /usr/share/doc} has it, of RPM's as its database does. Of
 * the former only the way to each changelog is read from the repository, and of that as much as is new.
 *
 * @param entries of each upgraded package that has some, newest first
 * @param missing why there are none; empty when there are some, or nothing was upgraded
 */
public record Changelogs(SequencedMap<PackageDiff.Change, List<ChangelogEntry>> entries, Optional<String> missing) {
    private static final VersionScheme DEBIAN = PackageKinds.versions("deb");

    private static final String DOCUMENTS = "usr/share/doc";
    private static final String DPKG = "usr/lib/sysimage/dpkg/status";
    private static final int MAX_LINKS = 8;

    /**
     * Reads those of a commit.
     *
     * @param before the commit that the packages were upgraded from; it need not be there
     * @param upgraded packages of the commit, and what they were before
     */
    public static Changelogs of(
            Repository repository, Checksum before, Checksum commit, List<PackageDiff.Change> upgraded)
            throws IOException {
        TreeRoot root = TreeRoot.of(repository.readCommit(commit));
        TreeReader reader = new TreeReader(repository);
        SequencedMap<PackageDiff.Change, List<ChangelogEntry>> entries = new LinkedHashMap<>();
        if (reader.find(root, DPKG).isEmpty()) {
            Optional<RpmChangelogs> now = RpmChangelogs.of(repository, commit);
            if (now.isPresent()) {
                return ofRpm(RpmChangelogs.of(repository, before), now.get(), upgraded);
            }
        }
        boolean found = false;
        for (PackageDiff.Change change : upgraded) {
            List<ChangelogEntry> news = new ArrayList<>();
            for (Checksum file : files(repository, reader, root, change.after().name())) {
                found = true;
                news.addAll(read(repository, file, known(change.before())));
            }
            if (!news.isEmpty()) {
                entries.put(change, news);
            }
        }
        return new Changelogs(
                entries,
                found || upgraded.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                "the image carries no changelogs: /usr/share/doc was left out when it was composed"));
    }

    private static Changelogs ofRpm(
            Optional<RpmChangelogs> before, RpmChangelogs now, List<PackageDiff.Change> upgraded) throws IOException {
        SequencedMap<PackageDiff.Change, List<ChangelogEntry>> entries = new LinkedHashMap<>();
        if (before.isEmpty()) {
            return new Changelogs(
                    entries, Optional.of("what is new cannot be told: the older commit's RPM database is not here"));
        }
        for (PackageDiff.Change change : upgraded) {
            List<ChangelogEntry> news = now.since(before.get(), change);
            if (!news.isEmpty()) {
                entries.put(change, news);
            }
        }
        return new Changelogs(
                entries,
                now.isEmpty() && !upgraded.isEmpty()
                        ? Optional.of("the image's packages carry no changelogs")
                        : Optional.empty());
    }

    /** The vulnerabilities that entries name, each with the packages whose entries do. */
    public SequencedMap<String, SequencedSet<String>> cves() {
        SequencedMap<String, SequencedSet<String>> named = new LinkedHashMap<>();
        entries.forEach((change, news) -> news.forEach(entry -> entry.cves()
                .forEach(cve -> named.computeIfAbsent(cve, _ -> new LinkedHashSet<>())
                        .add(change.after().name() + " " + change.after().evr()))));
        return named;
    }

    /** Whether a version is not newer than what was there. A package that was only built again has its source's version. */
    private static Predicate<String> known(InstalledPackage before) {
        Evr old = Evr.parse(before.evr());
        return version -> DEBIAN.compare(Evr.parse(version), old) <= 0;
    }

    /** The changelogs of a package: of its last builds, then its own. */
    private static List<Checksum> files(Repository repository, TreeReader reader, TreeRoot root, String name)
            throws IOException {
        String directory = directory(repository, reader, root, name);
        if (!(reader.find(root, directory).orElse(null) instanceof Entry.Directory(TreeRoot documents))) {
            return List.of();
        }
        List<Checksum> files = new ArrayList<>();
        Optional<Checksum> own = Optional.empty();
        Optional<Checksum> ofNative = Optional.empty();
        for (DirTree.File file : repository.readDirTree(documents.tree()).files()) {
            String path = directory + "/" + file.name();
            if (file.name().equals("changelog.Debian.gz")) {
                own = target(reader, root, path);
            } else if (file.name().equals("changelog.gz")) {
                ofNative = target(reader, root, path);
            } else if (file.name().startsWith("changelog.Debian.")
                    && file.name().endsWith(".gz")) {
                target(reader, root, path).ifPresent(files::add);
            }
        }
        (own.isPresent() ? own : ofNative).ifPresent(files::add);
        return files;
    }

    /** Where a package's documents are: packages of one source often have one directory, and links to it. */
    private static String directory(Repository repository, TreeReader reader, TreeRoot root, String name)
            throws IOException {
        Path directory = Path.of(DOCUMENTS).resolve(name.replace('/', '_'));
        for (int i = 0; i < MAX_LINKS; i++) {
            if (!(reader.find(root, directory.toString()).orElse(null) instanceof Entry.File(Checksum link))) {
                break;
            }
            String target = repository.contentInfo(link).header().symlinkTarget();
            Path next = target.startsWith("/") ? Path.of(target.substring(1)) : directory.resolveSibling(target);
            directory = next.normalize();
            if (!directory.startsWith(DOCUMENTS)) {
                break;
            }
        }
        return directory.toString();
    }

    private static Optional<Checksum> target(TreeReader reader, TreeRoot root, String path) throws IOException {
        try {
            return reader.follow(root, path) instanceof Entry.File(Checksum file)
                    ? Optional.of(file)
                    : Optional.empty();
        } catch (FileSystemException e) {
            return Optional.empty(); // A link that leads nowhere.
        }
    }

    private static List<ChangelogEntry> read(Repository repository, Checksum file, Predicate<String> known)
            throws IOException {
        try (ContentObject content = repository.openContent(file);
                InputStream text = new GZIPInputStream(content.stream())) {
            return DebChangelog.read(text, known);
        } catch (ZipException e) {
            return List.of(); // A file of that name that is something else.
        }
    }
}
