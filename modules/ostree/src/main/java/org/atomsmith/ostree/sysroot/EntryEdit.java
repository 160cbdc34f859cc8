package org.atomsmith.ostree.sysroot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.atomsmith.ostree.sysroot.boot.BootEntry;
import org.atomsmith.ostree.sysroot.boot.GrubConfiguration;
import org.atomsmith.ostree.sysroot.boot.KernelArguments;
import org.atomsmith.ostree.sysroot.boot.LoaderEntries;

/** Changes boot entries where they stand, without a new set of them. */
final class EntryEdit {
    private final Path sysroot;
    private final SysrootSettings settings;

    EntryEdit(Path sysroot, SysrootSettings settings) {
        this.sysroot = sysroot;
        this.settings = settings;
    }

    /** Replaces the kernel arguments of a deployment's entry. */
    void setArguments(SysrootState state, InstalledDeployment deployment, KernelArguments arguments)
            throws IOException {
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
}
