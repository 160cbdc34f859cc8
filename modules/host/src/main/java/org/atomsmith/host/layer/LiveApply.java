package org.atomsmith.host.layer;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.services.RunningServices;
import org.atomsmith.host.system.Host;
import org.atomsmith.linux.AtomicFile;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.Programs;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.Unlock;
import org.atomsmith.ostree.sysroot.Unlocked;

/**
 * Brings what the next boot has into the system that runs: files are copied into an overlay over {@code /usr}, which is
 * gone after a reboot; new configuration goes to {@code /etc}. Nothing is started or restarted.
 */
final class LiveApply {
    /** The commit that {@code /usr} shows now, where it is not the booted one. */
    private static final String STATE = "live";

    /** The line of the state that says whose the overlay is. */
    private static final String OWN_OVERLAY = "overlay\n";

    /**
     * In mounts of its own, as the overlay is read-only for everybody else. Without an overlay the files would be those of
     * the deployment, and links to them in the repository: those are never written.
     */
    private static final String SCRIPT = """
            [ "$(stat -f -c %T "$1/usr")" = overlayfs ] || { echo "$1/usr is no overlay" >&2; exit 1; }
            mount -o remount,rw "$1/usr" || exit
            cd "$2" || exit
            xargs -0 -r -a "$3" rm -f -- || exit
            xargs -0 -r -a "$4" mkdir -p -- || exit
            xargs -0 -r -a "$5" cp -a --remove-destination --parents -t "$1" || exit
            """;

    /** The whole system talks through these: whoever restarts one cuts everybody off. */
    private static final Set<String> ONLY_BY_REBOOT =
            Set.of("dbus.service", "dbus-broker.service", "systemd-logind.service", "atomic-daemon.service");

    private final Host host;
    private final PrintStream out;

    LiveApply(Host host, PrintStream out) {
        this.host = host;
        this.out = out;
    }

    /**
     * Shows what boots next.
     *
     * @param allowReplacement whether files of programs that may be running are exchanged and removed
     * @return an exit code
     */
    int apply(boolean allowReplacement) throws IOException {
        InstalledDeployment booted = host.state().requireBooted();
        Optional<InstalledDeployment> pending = host.state().pending();
        if (pending.isEmpty()) {
            out.println("Nothing waits for the next boot: there is nothing to apply.");
            return ExitCode.DONE;
        }
        return show(booted, pending.get(), allowReplacement);
    }

    /** Shows what was booted again: takes the overlay away, if it was made for this. */
    int reset() throws IOException {
        InstalledDeployment booted = host.state().requireBooted();
        requireMountsOfTheSystem();
        Path state = host.directories().runState().resolve(STATE);
        if (!Files.isRegularFile(state)) {
            out.println("Nothing was applied: the running system shows what it booted.");
            return ExitCode.DONE;
        }
        if (!Files.readString(state).contains(OWN_OVERLAY)) {
            throw new LayerException("/usr was unlocked before something was applied, and its overlay holds what was"
                    + " changed by hand too: a reboot takes it away");
        }
        Command.of("umount", "--lazy", host.directories().root().resolve("usr").toString())
                .withInheritedEnvironment()
                .runOrThrow();
        Files.deleteIfExists(host.directories()
                .run()
                .resolve("ostree/deployment-state/" + booted.deployment().name() + "/unlocked-"
                        + Unlocked.TRANSIENT.text()));
        Files.delete(state);
        settle();
        out.println("The running system shows what it booted; new files in /etc stay.");
        return ExitCode.DONE;
    }

    /** An overlay in mounts of this process alone would be seen by nobody else. */
    private void requireMountsOfTheSystem() throws IOException {
        if (host.directories().root().equals(Path.of("/")) && !isInMountsOfTheSystem()) {
            throw new LayerException("this process has mounts of its own, which the running system does not see: run"
                    + " 'atomic host apply-live' from an ordinary shell of the host");
        }
    }

    /** Whether what this process mounts is seen by the whole system. */
    static boolean isInMountsOfTheSystem() throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/self/ns/mnt"))
                .equals(Files.readSymbolicLink(Path.of("/proc/1/ns/mnt")));
    }

    private int show(InstalledDeployment booted, InstalledDeployment target, boolean allowReplacement)
            throws IOException {
        requireMountsOfTheSystem();
        Checksum to = target.deployment().commit();
        Checksum from = shown(booted);
        TreeChanges changes = TreeChanges.between(host.sysroot().repository(), from, to);
        if (changes.isEmpty()) {
            out.println("The running system shows this tree already.");
            return ExitCode.DONE;
        }
        if (!allowReplacement) {
            SortedSet<String> lost = TreeChanges.lostPackages(host.sysroot().repository(), from, to);
            if (!lost.isEmpty()) {
                throw new LayerException("packages would be removed or exchanged while they may be in use: "
                        + String.join(", ", lost) + "; reboot, or accept that with"
                        + " 'atomic host apply-live --allow-replacement'");
            }
        }
        boolean own = from.equals(booted.deployment().commit())
                ? booted.unlocked() == Unlocked.NONE
                : Files.readString(host.directories().runState().resolve(STATE)).contains(OWN_OVERLAY);
        if (booted.unlocked() == Unlocked.NONE) {
            new Unlock(host.sysroot(), host.settings()).unlock(Unlocked.TRANSIENT);
        }
        SortedSet<String> affected = affected(changes);
        copy(host.rootOf(target), changes);
        int configuration = configuration(host.rootOf(target), changes.added());
        Files.createDirectories(host.directories().runState());
        AtomicFile.write(host.directories().runState().resolve(STATE), to.hex() + "\n" + (own ? OWN_OVERLAY : ""));
        settle();
        out.println(
                changes.added().size() + " files added, " + changes.changed().size() + " changed, "
                        + changes.removed().size() + " removed in /usr, " + configuration + " added in /etc.");
        restarts(affected);
        out.println("Start what you need with 'systemctl start'; 'atomic host apply-live --reset' goes back.");
        return ExitCode.DONE;
    }

    /** Services that have files in use that are not those of the tree any more; asked before, while their names are known. */
    private SortedSet<String> affected(TreeChanges changes) throws IOException {
        SortedSet<String> files = new TreeSet<>(changes.changed());
        files.addAll(changes.removed());
        // A new part of a unit's configuration concerns it as well.
        changes.added().stream()
                .filter(path -> path.contains("/systemd/system/"))
                .forEach(files::add);
        return files.isEmpty()
                ? files
                : RunningServices.of(host.directories().root()).using(files);
    }

    private void restarts(SortedSet<String> affected) {
        SortedSet<String> restartable = new TreeSet<>(affected);
        restartable.removeAll(ONLY_BY_REBOOT);
        if (!restartable.isEmpty()) {
            out.println("Services that still run what was there before: restart them with");
            out.println("  systemctl restart " + String.join(" ", restartable));
        }
        if (restartable.size() < affected.size()) {
            SortedSet<String> others = new TreeSet<>(affected);
            others.removeAll(restartable);
            out.println("So does " + String.join(", ", others) + ", until the next reboot.");
        }
    }

    private Checksum shown(InstalledDeployment booted) throws IOException {
        Path state = host.directories().runState().resolve(STATE);
        return Files.isRegularFile(state)
                ? Checksum.parse(Files.readAllLines(state).getFirst())
                : booted.deployment().commit();
    }

    private void copy(Path from, TreeChanges changes) throws IOException {
        Path work = Files.createTempDirectory("atomsmith-live");
        try {
            Path root = host.directories().root();
            Path removed = list(work.resolve("removed"), changes.removed(), root);
            Path directories = list(work.resolve("directories"), changes.directories(), root);
            SortedSet<String> files = new TreeSet<>(changes.added());
            files.addAll(changes.changed());
            Path copied = Files.writeString(work.resolve("files"), String.join("\0", files), StandardCharsets.UTF_8);
            List<String> command = new ArrayList<>(
                    List.of("unshare", "--mount", "--propagation", "private", "sh", "-c", SCRIPT, "sh"));
            for (Path argument : List.of(root, from, removed, directories, copied)) {
                command.add(argument.toString());
            }
            Command.of(command).withInheritedEnvironment().runOrThrow();
        } finally {
            for (String name : List.of("removed", "directories", "files")) {
                Files.deleteIfExists(work.resolve(name));
            }
            Files.deleteIfExists(work);
        }
    }

    private static Path list(Path file, SortedSet<String> paths, Path root) throws IOException {
        return Files.writeString(
                file,
                String.join(
                        "\0",
                        paths.stream().map(p -> root.resolve(p).toString()).toList()),
                StandardCharsets.UTF_8);
    }

    /** New defaults of {@code /etc}; what is there already is the administrator's. */
    private int configuration(Path from, SortedSet<String> added) throws IOException {
        int count = 0;
        for (String path : added) {
            if (path.startsWith("usr/etc/")) {
                Path to = host.directories().root().resolve(path.substring("usr/".length()));
                if (!Files.exists(to, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
                    Files.createDirectories(to.getParent());
                    Command.of("cp", "-a", "--", from.resolve(path).toString(), to.toString())
                            .withInheritedEnvironment()
                            .runOrThrow();
                    count++;
                }
            }
        }
        return count;
    }

    /** What a boot would do for new files: accounts, directories of {@code /var}, libraries, units. */
    private void settle() throws IOException {
        if (!host.directories().root().equals(Path.of("/"))) {
            return;
        }
        for (List<String> command : List.of(
                List.of("systemd-sysusers", "/usr/lib/atomsmith/accounts.conf"),
                List.of("systemd-tmpfiles", "--create"),
                List.of("ldconfig"),
                List.of("systemctl", "daemon-reload"))) {
            if (Programs.find(command.getFirst()).isPresent()) {
                Command.of(command).withInheritedEnvironment().run();
            }
        }
    }
}
