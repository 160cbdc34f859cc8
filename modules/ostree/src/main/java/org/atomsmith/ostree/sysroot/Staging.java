package org.atomsmith.ostree.sysroot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.sysroot.boot.BootEntry;
import org.atomsmith.ostree.sysroot.boot.GrubConfiguration;
import org.atomsmith.ostree.sysroot.boot.KernelArguments;
import org.atomsmith.ostree.sysroot.boot.LoaderEntries;

/** Changes what is staged, and boot entries where they stand. */
final class Staging {
    private final Path sysroot;
    private final SysrootSettings settings;

    Staging(Path sysroot, SysrootSettings settings) {
        this.sysroot = sysroot;
        this.settings = settings;
    }

    /** Stages a deployment in place of the one before, which goes. */
    void replace(StagedDeployment staged, Optional<Deployment> before, SysrootCleanup cleanup) throws IOException {
        staged.write(settings.run());
        if (before.isPresent()) {
            cleanup.remove(before.get());
        }
        if (!staged.values().containsKey("locked")) {
            Files.deleteIfExists(StagedDeployment.lockFile(settings.run()));
        } else {
            touchLock();
        }
    }

    /** Stages nothing any more. */
    void discard(Deployment staged) throws IOException {
        Files.deleteIfExists(StagedDeployment.file(settings.run()));
        new SysrootCleanup(sysroot, settings, Repository.open(sysroot.resolve("ostree/repo"))).remove(staged);
        Files.deleteIfExists(StagedDeployment.lockFile(settings.run()));
    }

    /** Locks what is staged, or unlocks it. */
    void lock(boolean locked) throws IOException {
        StagedDeployment staged = require();
        staged.with("locked", Variant.bool(locked)).write(settings.run());
        if (locked) {
            touchLock();
        } else {
            Files.deleteIfExists(StagedDeployment.lockFile(settings.run()));
        }
    }

    /** Sets kernel arguments in the staged deployment's state or in the boot entry as it is. */
    void edit(SysrootState state, InstalledDeployment deployment, KernelArguments arguments) throws IOException {
        if (deployment.staged()) {
            require().with("kargs", Variant.strings(arguments.arguments())).write(settings.run());
            return;
        }
        Path loader = sysroot.resolve("boot/" + state.version().loader());
        BootEntry changed = deployment.entry().with("options", arguments.text());
        LoaderEntries.replace(loader.resolve("entries"), deployment.entry(), changed);
        GrubConfiguration grub = new GrubConfiguration(sysroot.resolve("boot"));
        if (grub.isActive()) {
            List<BootEntry> entries = state.finished().stream()
                    .map(d -> d.isSame(deployment) ? changed : d.entry())
                    .toList();
            grub.write(loader, state.version().boot(), entries);
        }
        new SysrootSync(sysroot, settings).afterSwitch();
    }

    private StagedDeployment require() throws IOException {
        return StagedDeployment.read(settings.run()).orElseThrow(() -> new SysrootException("No staged deployment"));
    }

    private void touchLock() throws IOException {
        Path file = StagedDeployment.lockFile(settings.run());
        if (!Files.exists(file)) {
            Files.createFile(file);
        }
    }
}
