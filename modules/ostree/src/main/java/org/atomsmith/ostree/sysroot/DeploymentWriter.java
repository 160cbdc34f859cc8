package org.atomsmith.ostree.sysroot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.linux.Trees;
import org.atomsmith.ostree.checkout.CheckoutOptions;
import org.atomsmith.ostree.checkout.CheckoutOptions.Flag;
import org.atomsmith.ostree.checkout.CheckoutOptions.Links;
import org.atomsmith.ostree.checkout.CheckoutOptions.Overwrite;
import org.atomsmith.ostree.checkout.TreeCheckout;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.DirTree;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.selinux.FileContexts;
import org.atomsmith.ostree.selinux.Policies;
import org.atomsmith.ostree.sysroot.boot.BootEntry;
import org.atomsmith.ostree.tree.TreeReader;
import org.atomsmith.ostree.tree.TreeRoot;

/**
 * Lays a commit out as a new deployment: its files as hard links, its {@code /etc} as copies of {@code /usr/etc}, and
 * the first {@code /var} of a stateroot.
 */
final class DeploymentWriter {
    private final Path sysroot;
    private final SysrootSettings settings;
    private final Repository repository;

    DeploymentWriter(Path sysroot, SysrootSettings settings, Repository repository) {
        this.sysroot = sysroot;
        this.settings = settings;
        this.repository = repository;
    }

    InstalledDeployment write(DeployRequest request) throws IOException {
        Path stateroot = sysroot.resolve("ostree/deploy/" + request.stateroot());
        if (!Files.isDirectory(stateroot)) {
            throw new SysrootException("No such stateroot: " + request.stateroot());
        }
        TreeRoot tree = TreeRoot.of(repository.readCommit(request.commit()));
        directories(stateroot.resolve("backing"), 0700);
        directories(stateroot.resolve("deploy"), 0775);
        DeploymentName name =
                new DeploymentName(request.commit(), nextSerial(stateroot.resolve("deploy"), request.commit()));
        Path target = stateroot.resolve("deploy/" + request.commit().hex() + "." + name.serial());
        new TreeCheckout(repository, options(Links.WHERE_POSSIBLE, Flag.PASSTHROUGH_WHITEOUTS)).directory(tree, target);
        KernelFiles kernel = KernelFiles.find(target, settings.devicetrees());
        etc(tree, target);
        new StaterootVar(repository, stateroot.resolve("var")).initialize(tree);
        BootEntry entry = request.arguments()
                .map(arguments -> BootEntry.EMPTY.with("options", arguments.text()))
                .orElse(BootEntry.EMPTY);
        return InstalledDeployment.of(
                name.deployment(request.stateroot(), kernel.bootChecksum(), 0),
                entry,
                request.origin(),
                request.overlayInitrds());
    }

    /** The whole file system is synced before anything boots from it: no checkout waits for itself. */
    static CheckoutOptions options(Links links, Flag... flags) {
        Set<Flag> all = new java.util.HashSet<>(Set.of(flags));
        all.add(Flag.WITHOUT_FSYNC);
        return new CheckoutOptions(
                false,
                links == Links.NEVER ? Overwrite.UNION : Overwrite.NONE,
                links,
                all,
                Set.of(),
                Optional.empty(),
                "");
    }

    private static CheckoutOptions labelled(CheckoutOptions plain, Optional<FileContexts> policy, String prefix) {
        return new CheckoutOptions(
                plain.userMode(),
                plain.overwrite(),
                plain.links(),
                plain.flags(),
                plain.skipped(),
                policy.map(contexts -> contexts::label),
                prefix);
    }

    /** Serials are not used again while a directory is there, whether a boot entry leads to it or not. */
    private static int nextSerial(Path deploy, Checksum commit) throws IOException {
        int next = 0;
        for (Path entry : Trees.list(deploy)) {
            Optional<DeploymentName> name =
                    DeploymentName.tryParse(entry.getFileName().toString());
            if (Files.isDirectory(entry)
                    && name.isPresent()
                    && name.get().commit().equals(commit)) {
                next = Math.max(next, name.get().serial() + 1);
            }
        }
        return next;
    }

    private void etc(TreeRoot tree, Path target) throws IOException {
        TreeReader reader = new TreeReader(repository);
        Optional<TreeRoot> defaults = directory(reader, tree, "/usr/etc");
        Optional<TreeRoot> etc = directory(reader, tree, "/etc");
        boolean occupied = false;
        if (etc.isPresent()) {
            DirTree entries = repository.readDirTree(etc.get().tree());
            occupied = !entries.files().isEmpty() || !entries.directories().isEmpty();
        }
        if (occupied && defaults.isPresent()) {
            throw new SysrootException("Tree contains both /etc and /usr/etc");
        }
        if (occupied) {
            // Trees of before /usr/etc.
            LinuxFiles.rename(target.resolve("etc"), target.resolve("usr/etc"));
        } else if (defaults.isPresent()) {
            Files.deleteIfExists(target.resolve("etc"));
        } else {
            return;
        }
        // Labels of /usr/etc are those of defaults; in /etc the policy has others.
        Optional<FileContexts> policy = settings.xattrs() ? Policies.of(repository, tree) : Optional.empty();
        new TreeCheckout(repository, labelled(options(Links.NEVER), policy, "/etc"))
                .directory((occupied ? etc : defaults).orElseThrow(), target.resolve("etc"));
    }

    static Optional<TreeRoot> directory(TreeReader reader, TreeRoot tree, String path) throws IOException {
        return reader.find(tree, path)
                .flatMap(found -> found instanceof TreeReader.Entry.Directory(TreeRoot root)
                        ? Optional.of(root)
                        : Optional.empty());
    }

    /** Makes a directory where it is missing, and those above it with 0755. */
    static void directories(Path directory, int permissions) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.getParent();
        if (parent != null) {
            directories(parent, 0755);
        }
        LinuxFiles.mkdir(directory, permissions);
        LinuxFiles.chmod(directory, permissions);
    }
}
