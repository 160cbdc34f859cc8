package org.atomsmith.ostree.cli.admin;

import java.io.IOException;
import java.util.Optional;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.sysroot.CommitFetcher;
import org.atomsmith.ostree.sysroot.Sysroot;
import org.atomsmith.ostree.sysroot.SysrootException;

/** Pulls for an upgrade. */
final class RemotePull implements CommitFetcher {
    RemotePull(Call call, Sysroot sysroot) {}

    @Override
    public void fetch(String remote, String ref, Optional<Checksum> commit, Optional<Checksum> notOlderThan)
            throws IOException {
        throw new SysrootException("pulling is not there yet");
    }
}
