package org.atomsmith.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * As whom this process runs, and whether it may mount.
 *
 * @param uid the effective user, as this process sees it
 * @param userNamespace whether user numbers are mapped: "root" here is an ordinary user of the machine
 * @param ownMountNamespace whether mounts made here are invisible to the machine
 * @param mappedIds how many user numbers exist here; 2^32 - 1 outside user namespaces
 */
public record Namespaces(int uid, boolean userNamespace, boolean ownMountNamespace, long mappedIds) {
    /** Every Linux system's first user number range that its own users and services need. */
    private static final long NEEDED_IDS = 65_536;

    private static final Path SELF = Path.of("/proc/self/ns");

    /** Reads this process's namespaces from {@code /proc}. */
    public static Namespaces current() throws IOException {
        List<String> map = Files.readAllLines(Path.of("/proc/self/uid_map"), StandardCharsets.US_ASCII);
        long mapped = map.stream()
                .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[2]))
                .sum();
        boolean mappedNamespace = !(map.size() == 1 && map.get(0).strip().matches("0\\s+0\\s+4294967295"));
        return new Namespaces(Posix.geteuid(), mappedNamespace, ownsMounts(mappedNamespace), mapped);
    }

    /** Root of the machine itself. */
    public boolean isMachineRoot() {
        return uid == 0 && !userNamespace;
    }

    /** Whether trees can be mounted and files given to any owner: what {@link Sandbox} needs. */
    public boolean canBuildTrees() {
        return uid == 0 && ownMountNamespace && mappedIds >= NEEDED_IDS;
    }

    /**
     * Checks {@link #canBuildTrees()}.
     *
     * @throws NamespaceException if not, with what to do about it
     */
    public void requireTreeBuilding() throws NamespaceException {
        String name = Optional.ofNullable(System.getenv("USER")).orElse("NAME");
        if (uid != 0) {
            throw new NamespaceException("package scripts run as root of a user namespace, and this process runs as"
                    + " user number " + uid + ": start it through ./atomsmith, or with"
                    + " `unshare --user --map-auto --map-root-user --mount` before the command");
        }
        if (mappedIds < NEEDED_IDS) {
            throw new NamespaceException("this user namespace has " + mappedIds + " user number"
                    + (mappedIds == 1 ? "" : "s") + ", and a system's files need " + NEEDED_IDS
                    + ": the user has no subordinate range. Add one with"
                    + " `sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 " + name
                    + "` (package uidmap) and start again");
        }
        if (!ownMountNamespace) {
            throw new NamespaceException("mounts made here would be seen by the whole machine: start through"
                    + " ./atomsmith, or with `unshare --mount --propagation private` before the command");
        }
    }

    private static boolean ownsMounts(boolean userNamespace) throws IOException {
        return userNamespace ? mountsBelongToThisUserNamespace() : mountsDifferFromAnAncestors();
    }

    private static boolean mountsBelongToThisUserNamespace() throws IOException {
        try (Descriptor mounts = Descriptor.openForReading(SELF.resolve("mnt"));
                Descriptor owner = new Descriptor(Posix.owningUserNamespace(mounts.fd()), mounts.path())) {
            return LinuxFiles.statFollowing(Path.of(owner.procPath()))
                    .isSameFile(LinuxFiles.statFollowing(SELF.resolve("user")));
        } catch (LinuxException e) {
            // EPERM: the owner is outside this user namespace, so the mounts are the machine's.
            return false;
        }
    }

    /** The first process need not be readable, even for root, when it has more capabilities: any ancestor will do. */
    private static boolean mountsDifferFromAnAncestors() throws IOException {
        Path own = Files.readSymbolicLink(SELF.resolve("mnt"));
        Optional<ProcessHandle> ancestor = ProcessHandle.current().parent();
        while (ancestor.isPresent()) {
            Path mounts = Path.of("/proc", Long.toString(ancestor.get().pid()), "ns", "mnt");
            try {
                if (!Files.readSymbolicLink(mounts).equals(own)) {
                    return true;
                }
            } catch (AccessDeniedException | NoSuchFileException e) {
                // Says nothing: the next one may.
            }
            ancestor = ancestor.get().parent();
        }
        return false;
    }
}
