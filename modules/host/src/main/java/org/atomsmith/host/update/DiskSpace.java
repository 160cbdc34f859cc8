package org.atomsmith.host.update;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.system.HostException;
import org.atomsmith.linux.FileSystemStatus;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.cli.command.ByteCount;
import org.atomsmith.ostree.pull.PullResult;
import org.atomsmith.ostree.repo.KeyFile;
import org.atomsmith.ostree.sysroot.InstalledDeployment;

/**
 * What an update needs of the host's file systems, and what they have. Known before anything is downloaded.
 *
 * @param root bytes that {@code /} needs
 * @param rootFree bytes that may be written there
 * @param boot bytes that {@code /boot} needs, when it is a file system of its own; else 0
 * @param bootFree bytes that are free there; what the update replaces may come on top
 */
record DiskSpace(long root, long rootFree, long boot, long bootFree) {
    /** Objects of a tree are compressed on their way to about a third. */
    private static final long UNPACKED = 3;

    /** Directories, the copy of {@code /etc}, metadata. */
    private static final long OVERHEAD = 16L << 20;

    private static final int MIN_FREE_PERCENT = 3;

    /**
     * What a download needs.
     *
     * @param merge the deployment before: the new kernel will be about as large as its own
     */
    static DiskSpace of(Host host, PullResult.Plan plan, Optional<InstalledDeployment> merge) throws IOException {
        Path repo = host.sysroot().repository().path();
        Path bootDirectory = host.directories().sysroot().resolve("boot");
        boolean own = LinuxFiles.statFollowing(bootDirectory).dev()
                != LinuxFiles.statFollowing(repo).dev();
        long objects = plan.delta().map(PullResult.DeltaPlan::uncompressed).orElse(plan.bytes() * UNPACKED);
        long kernel = merge.isPresent() ? kernel(host.rootOf(merge.get())) : 0;
        FileSystemStatus disk = LinuxFiles.fileSystem(repo);
        long usable = disk.availableBytes() - reserve(host, disk);
        return new DiskSpace(
                objects + OVERHEAD + (own ? 0 : kernel),
                Math.max(0, usable),
                own ? kernel : 0,
                LinuxFiles.fileSystem(bootDirectory).freeBytes());
    }

    /** Refuses a download that cannot end well. */
    void require() throws HostException {
        if (root > rootFree) {
            throw new HostException("the update needs about " + ByteCount.text(root) + " on the root file system, which"
                    + " has " + ByteCount.text(rootFree)
                    + ": nothing was downloaded. Free some ('atomic host cleanup -prb' removes what is not running;"
                    + " 'podman image prune', 'journalctl --vacuum-size=100M')");
        }
    }

    /** In words: {@code 43.1 MB on / (5.0 GB free)}. */
    String text() {
        return "needs about " + ByteCount.text(root) + " on / (" + ByteCount.text(rootFree) + " free)"
                + (boot == 0
                        ? ""
                        : ", about " + ByteCount.text(boot) + " on /boot if the kernel changes ("
                                + ByteCount.text(bootFree) + " free)");
    }

    /** Bytes of the kernel and initramfs in a tree. */
    private static long kernel(Path root) throws IOException {
        Path modules = root.resolve("usr/lib/modules");
        if (!Files.isDirectory(modules)) {
            return 0;
        }
        long bytes = 0;
        try (Stream<Path> releases = Files.list(modules)) {
            for (Path release : (Iterable<Path>) releases::iterator) {
                for (String name : new String[] {"vmlinuz", "initramfs.img"}) {
                    Path file = release.resolve(name);
                    bytes += Files.isRegularFile(file) ? Files.size(file) : 0;
                }
            }
        }
        return bytes;
    }

    /** What the repository keeps free whatever comes: {@code [core] min-free-space-percent}. */
    private static long reserve(Host host, FileSystemStatus disk) throws HostException {
        KeyFile config = host.sysroot().repository().config().file();
        if (config.get("core", "min-free-space-size").isPresent()) {
            return 0; // the pull itself keeps this one
        }
        try {
            return disk.totalBytes() / 100 * config.getLong("core", "min-free-space-percent", MIN_FREE_PERCENT);
        } catch (IllegalArgumentException e) {
            throw new HostException("the repository's config: " + e.getMessage(), e);
        }
    }
}
