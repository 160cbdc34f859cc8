package org.atomsmith.ostree.sysroot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomsmith.linux.FileStatus;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.gvariant.VariantException;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.sysroot.boot.BootEntry;
import org.atomsmith.ostree.sysroot.boot.BootVersion;
import org.atomsmith.ostree.sysroot.boot.LoaderEntries;

/** Reads what a system is made of: its boot entries are the truth, and each leads to a deployment. */
final class SysrootLoader {
    private final Path path;
    private final SysrootSettings settings;

    SysrootLoader(Path path, SysrootSettings settings) {
        this.path = path;
        this.settings = settings;
    }

    SysrootState load() throws IOException {
        int boot = bootVersion();
        BootVersion version = new BootVersion(boot, subVersion(boot));
        List<InstalledDeployment> deployments = new ArrayList<>();
        for (LoaderEntries.Entry entry : LoaderEntries.read(path.resolve("boot/" + version.loader() + "/entries"))) {
            deployments.add(deployment(entry));
        }
        Optional<InstalledDeployment> booted = booted(deployments);
        if (isRunning()) {
            Optional<InstalledDeployment> staged = staged();
            staged.ifPresent(deployment -> deployments.add(0, deployment));
        }
        return new SysrootState(version, deployments, booted);
    }

    /** The version that is set of a boot version, whether that is booted from or not. */
    int subVersion(int boot) throws IOException {
        Optional<String> target = link(path.resolve("ostree/boot." + boot));
        if (target.isEmpty() || target.get().endsWith(".0")) {
            return 0;
        }
        if (target.get().endsWith(".1")) {
            return 1;
        }
        throw new SysrootException("Invalid target '" + target.get() + "' in ostree/boot." + boot);
    }

    private int bootVersion() throws IOException {
        Optional<String> target = link(path.resolve("boot/loader"));
        return switch (target.orElse("loader.0")) {
            case "loader.0" -> 0;
            case "loader.1" -> 1;
            default -> throw new SysrootException("Invalid target '" + target.orElse("") + "' in boot/loader");
        };
    }

    private static Optional<String> link(Path link) throws IOException {
        try {
            return Optional.of(Files.readSymbolicLink(link).toString());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (NotLinkException e) {
            throw new SysrootException("Not a symbolic link: " + link, e);
        }
    }

    private InstalledDeployment deployment(LoaderEntries.Entry loaderEntry) throws IOException {
        BootEntry entry = loaderEntry.entry();
        String link = entry.options()
                .last("ostree")
                .orElseThrow(() -> new SysrootException("No ostree= kernel argument found in the boot entry '"
                        + entry.get("title").orElse("") + "' of " + path.resolve("boot/loader")));
        Deployment deployment = deployment(link);
        return new InstalledDeployment(
                deployment,
                entry,
                loaderEntry.counter(),
                origin(deployment),
                entry.overlayInitrds().stream().map(SysrootLoader::checksum).toList(),
                false,
                false,
                unlocked(deployment));
    }

    /** {@code /ostree/boot.1/<stateroot>/<boot checksum>/<serial>} is a link to the deployment. */
    private Deployment deployment(String bootLink) throws IOException {
        String[] parts = bootLink.split("/", -1);
        Optional<Checksum> bootChecksum = parts.length == 6 ? Checksum.tryParse(parts[4]) : Optional.empty();
        Optional<Integer> serial = parts.length == 6 ? DeploymentName.number(parts[5]) : Optional.empty();
        boolean wellFormed = bootChecksum.isPresent()
                && serial.isPresent()
                && parts[0].isEmpty()
                && parts[1].equals("ostree")
                && (parts[2].equals("boot.0") || parts[2].equals("boot.1"));
        if (!wellFormed) {
            throw new SysrootException("Invalid ostree= argument '" + bootLink
                    + "', expected ostree=/ostree/boot.BOOTVERSION/OSNAME/BOOTCSUM/TREESERIAL");
        }
        Path file = path.resolve(bootLink.substring(1));
        String target = link(file)
                .orElseThrow(() -> new SysrootException("Parsing deployment " + bootLink + ": there is no " + file));
        DeploymentName name = DeploymentName.parse(target.substring(target.lastIndexOf('/') + 1));
        Deployment deployment = name.deployment(parts[3], bootChecksum.orElseThrow(), serial.orElseThrow());
        if (!Files.isDirectory(path.resolve(deployment.path()))) {
            throw new SysrootException(
                    "Parsing deployment " + bootLink + ": there is no directory " + path.resolve(deployment.path()));
        }
        return deployment;
    }

    Optional<Origin> origin(Deployment deployment) throws IOException {
        Path file = path.resolve(deployment.originPath());
        try {
            return Optional.of(Origin.parse(Files.readString(file), file.toString()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new SysrootException("Parsing " + e.getMessage(), e);
        }
    }

    private Unlocked unlocked(Deployment deployment) throws IOException {
        Path state = settings.run().resolve("ostree/deployment-state/" + deployment.name());
        if (Files.exists(state.resolve("unlocked-development"))) {
            return Unlocked.DEVELOPMENT;
        }
        if (Files.exists(state.resolve("unlocked-transient"))) {
            return Unlocked.TRANSIENT;
        }
        boolean hotfix = origin(deployment)
                .flatMap(origin -> origin.file().get("origin", "unlocked"))
                .filter(Unlocked.HOTFIX.text()::equals)
                .isPresent();
        return hotfix ? Unlocked.HOTFIX : Unlocked.NONE;
    }

    /** Whether this is the system that runs, and one of deployments. */
    boolean isRunning() throws IOException {
        Optional<FileStatus> here = Files.exists(path) ? Optional.of(LinuxFiles.statFollowing(path)) : Optional.empty();
        return Files.exists(settings.run().resolve("ostree-booted"))
                && here.isPresent()
                && here.get().isSameFile(LinuxFiles.statFollowing(settings.root()));
    }

    /** Told by the inode: the root of the running system, or what lies under an overlay that is mounted there. */
    private Optional<InstalledDeployment> booted(List<InstalledDeployment> deployments) throws IOException {
        if (!isRunning()) {
            return Optional.empty();
        }
        FileStatus root = LinuxFiles.statFollowing(settings.root());
        long device = root.dev();
        long inode = root.ino();
        byte[] known = Files.readAllBytes(settings.run().resolve("ostree-booted"));
        try {
            Variant backing = known.length == 0
                    ? null
                    : Variant.parse(Variant.DICT, known).asDict().get("backing-root-device-inode");
            if (backing instanceof Variant.Tuple) {
                device = backing.get(0).asLong();
                inode = backing.get(1).asLong();
            }
        } catch (VariantException e) {
            throw new SysrootException(settings.run().resolve("ostree-booted") + ": " + e.getMessage(), e);
        }
        for (InstalledDeployment candidate : deployments) {
            FileStatus status =
                    LinuxFiles.stat(path.resolve(candidate.deployment().path()));
            if (status.dev() == device && status.ino() == inode) {
                return Optional.of(candidate);
            }
        }
        throw new SysrootException("Unexpected state: " + settings.run().resolve("ostree-booted") + " is there and "
                + settings.root() + " is this system, but no boot entry leads to it");
    }

    private Optional<InstalledDeployment> staged() throws IOException {
        Optional<StagedDeployment> staged = StagedDeployment.read(settings.run());
        if (staged.isEmpty()) {
            return Optional.empty();
        }
        Deployment target = staged.get().target();
        if (!Files.isDirectory(path.resolve(target.path()))) {
            return Optional.empty();
        }
        BootEntry entry = staged.get()
                .arguments()
                .map(arguments -> BootEntry.EMPTY.with("options", arguments.text()))
                .orElse(BootEntry.EMPTY);
        return Optional.of(new InstalledDeployment(
                target,
                entry,
                Optional.empty(),
                origin(target),
                staged.get().overlayInitrds(),
                true,
                staged.get().locked(settings.run()),
                Unlocked.NONE));
    }

    private static String checksum(String overlayPath) {
        String name = overlayPath.substring(overlayPath.lastIndexOf('/') + 1);
        return name.endsWith(".img") ? name.substring(0, name.length() - ".img".length()) : name;
    }
}
