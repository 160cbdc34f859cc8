package org.atomsmith.ostree.pull;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.linux.LinuxException;
import org.atomsmith.linux.Xattrs;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.CollectionRef;
import org.atomsmith.ostree.repo.Collections;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.atomsmith.ostree.sign.Signatures;

/** Copies refs of collections to a removable medium, where others find them. */
public final class UsbCopy {
    private static final String USUAL = ".ostree/repo";
    private static final List<String> KNOWN = List.of("ostree/repo", USUAL);
    private static final int MOST_LINKS = 100;

    private final Repository source;
    private final Path mount;
    private final String place;

    /**
     * A copy.
     *
     * @param mount the directory where the medium is mounted
     * @param place the repository's directory below it; empty for the usual one
     */
    public UsbCopy(Repository source, Path mount, Optional<String> place) {
        this.source = source;
        this.mount = mount;
        this.place = place.orElse(USUAL);
    }

    /** Where the repository is below the medium. */
    public String place() {
        return place;
    }

    /**
     * Copies refs, and makes the summary of the medium's repository anew.
     *
     * @param commit the commit instead of what the one ref names
     * @param sync whether it reaches the medium before this returns
     */
    public void run(List<CollectionRef> refs, Optional<Checksum> commit, boolean sync, Map<String, String> environment)
            throws IOException {
        if (!Files.isDirectory(mount)) {
            throw new PullException("Couldn't open mount directory \u2018" + mount + "\u2019: it is no directory");
        }
        Path path = mount.resolve(place).normalize();
        if (!path.startsWith(mount.normalize())) {
            throw new PullException("the repository '" + place + "' must be below " + mount);
        }
        Map<CollectionRef, Checksum> known = Collections.of(source).refs();
        PullOptions.Builder options = PullOptions.builder()
                .mirror(true)
                .deltas(PullOptions.DeltaUse.DISABLED)
                .environment(environment);
        for (CollectionRef ref : refs) {
            Checksum wanted = commit.or(() -> Optional.ofNullable(known.get(ref)))
                    .orElseThrow(() -> new PullException("No such ref " + ref + " in " + source.path()
                            + ": `ostree refs --collections` lists those that there are"));
            options.ref(new RefRequest(Optional.of(ref.collection()), ref.ref(), Optional.of(wanted)));
        }
        Files.createDirectories(Optional.ofNullable(path.getParent()).orElseThrow());
        Repository made = Files.exists(path.resolve("config"))
                ? Repository.open(path)
                : Repository.create(path, hasXattrs() ? RepositoryMode.BARE_USER : RepositoryMode.ARCHIVE);
        Repository target = sync ? made : made.withoutFsync();
        new Pull(target, source.path().toAbsolutePath().toString(), options.build()).run();
        Signatures.writeSummary(Repository.open(path), Instant.now().getEpochSecond(), List.of());
        if (!KNOWN.contains(mount.normalize().relativize(path).toString())) {
            announce(path);
        }
    }

    /** Media are often formatted without them. */
    private boolean hasXattrs() throws IOException {
        try {
            Xattrs.get(mount, "user.test");
            return true;
        } catch (LinuxException e) {
            return false;
        }
    }

    /** A repository in a place of its own is found by a link in {@code .ostree/repos.d}. */
    private void announce(Path path) throws IOException {
        Path links = mount.resolve(".ostree/repos.d");
        Files.createDirectories(links);
        Path target = links.toAbsolutePath()
                .normalize()
                .relativize(path.toAbsolutePath().normalize());
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(links)) {
            for (Path entry : entries) {
                if (Files.isSymbolicLink(entry) && Files.readSymbolicLink(entry).equals(target)) {
                    return;
                }
            }
        }
        for (int number = 0; number < MOST_LINKS; number++) {
            Path link = links.resolve(String.format(Locale.ROOT, "%02d-generated", number));
            if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                Files.createSymbolicLink(link, target);
                return;
            }
        }
        throw new PullException(links + " has " + MOST_LINKS + " generated links: remove those that lead nowhere");
    }
}
