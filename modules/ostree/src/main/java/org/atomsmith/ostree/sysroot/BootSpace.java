package org.atomsmith.ostree.sysroot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.atomsmith.linux.LinuxFiles;

/**
 * Whether {@code /boot} has room for the kernels of a list of deployments. Where it has not, but would have without
 * those that the list drops, the boot menu is written without them first.
 */
final class BootSpace {
    /** Entries and directories need a little as well. */
    private static final long MARGIN = 1 << 20;

    private static final long BLOCK = 4096;

    private final Path sysroot;
    private final SysrootSettings settings;

    BootSpace(Path sysroot, SysrootSettings settings) {
        this.sysroot = sysroot;
        this.settings = settings;
    }

    /**
     * Whether the deployments that go must go before the new ones come.
     *
     * @param wanted the list that is to be booted
     */
    boolean mustPruneFirst(SysrootState state, List<InstalledDeployment> wanted) throws IOException {
        Path boot = sysroot.resolve("boot");
        if (!settings.earlyPrune() || state.booted().isEmpty() || !isOwnFileSystem(boot)) {
            return false;
        }
        Map<String, Long> present = present(boot);
        long needed = missing(present, wanted);
        long free = LinuxFiles.fileSystem(boot).freeBytes();
        if (needed == 0 || needed + MARGIN <= free) {
            return false;
        }
        wanted.forEach(deployment -> present.remove(deployment.deployment().bootDirectory()));
        long freed = present.values().stream().mapToLong(Long::longValue).sum();
        // Where even that is not enough, the write fails, and what is there stays.
        return freed > 0 && needed + MARGIN <= free + freed;
    }

    /**
     * How many bytes {@code /boot} lacks for a list of deployments, when what nobody needs has gone, and, where that may go
     * first, what the list drops; 0 when it has room, or is a directory of the root.
     *
     * @param state what boots now
     */
    long shortage(SysrootState state, List<InstalledDeployment> wanted) throws IOException {
        Path boot = sysroot.resolve("boot");
        Map<String, Long> present = present(boot);
        long needed = missing(present, wanted);
        if (needed == 0 || !isOwnFileSystem(boot)) {
            return 0;
        }
        wanted.forEach(deployment -> present.remove(deployment.deployment().bootDirectory()));
        if (!settings.earlyPrune()) {
            state.deployments()
                    .forEach(
                            deployment -> present.remove(deployment.deployment().bootDirectory()));
        }
        long freed = present.values().stream().mapToLong(Long::longValue).sum();
        return Math.max(0, needed + MARGIN - LinuxFiles.fileSystem(boot).freeBytes() - freed);
    }

    /** Whether the kernel of one more deployment fits beside all that is there. */
    boolean hasRoomBeside(InstalledDeployment deployment) throws IOException {
        Path boot = sysroot.resolve("boot");
        return missing(present(boot), List.of(deployment)) + MARGIN
                <= LinuxFiles.fileSystem(boot).freeBytes();
    }

    private boolean isOwnFileSystem(Path boot) throws IOException {
        return LinuxFiles.statFollowing(boot).dev()
                != LinuxFiles.statFollowing(sysroot.resolve("ostree/repo")).dev();
    }

    /** Bytes of the kernels of a list that are not there yet. */
    private long missing(Map<String, Long> present, List<InstalledDeployment> wanted) throws IOException {
        Map<String, Long> missing = new HashMap<>();
        for (InstalledDeployment deployment : wanted) {
            String directory = deployment.deployment().bootDirectory();
            if (!present.containsKey(directory)) {
                Path root = sysroot.resolve(deployment.deployment().path());
                missing.put(
                        directory,
                        KernelFiles.find(root, settings.devicetrees()).size(BLOCK));
            }
        }
        return missing.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The deployments of a system whose kernels a list still needs. */
    List<InstalledDeployment> kept(SysrootState state, List<InstalledDeployment> wanted) {
        return state.finished().stream()
                .filter(d -> wanted.stream()
                        .anyMatch(w -> w.deployment()
                                .bootDirectory()
                                .equals(d.deployment().bootDirectory())))
                .toList();
    }

    private static Map<String, Long> present(Path boot) throws IOException {
        Map<String, Long> sizes = new HashMap<>();
        Path directories = boot.resolve("ostree");
        if (!Files.isDirectory(directories)) {
            return sizes;
        }
        try (Stream<Path> files = Files.walk(directories)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                Path relative = directories.relativize(file);
                if (relative.getNameCount() > 1) {
                    long blocks = (Files.size(file) + BLOCK - 1) / BLOCK * BLOCK;
                    sizes.merge("ostree/" + relative.getName(0), blocks, Long::sum);
                }
            }
        }
        sizes.remove("ostree/initramfs-overlays");
        return sizes;
    }
}
