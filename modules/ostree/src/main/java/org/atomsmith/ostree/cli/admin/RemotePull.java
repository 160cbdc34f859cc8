package org.atomsmith.ostree.cli.admin;

import java.io.IOException;
import java.util.Optional;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.pull.Pull;
import org.atomsmith.ostree.pull.PullOptions;
import org.atomsmith.ostree.pull.RefRequest;
import org.atomsmith.ostree.sysroot.CommitFetcher;
import org.atomsmith.ostree.sysroot.Sysroot;

/** Pulls for an upgrade. */
final class RemotePull implements CommitFetcher {
    private final Call call;
    private final Sysroot sysroot;

    RemotePull(Call call, Sysroot sysroot) {
        this.call = call;
        this.sysroot = sysroot;
    }

    @Override
    public void fetch(String remote, String ref, Optional<Checksum> commit, Optional<Checksum> notOlderThan)
            throws IOException {
        PullOptions.Builder options = PullOptions.builder()
                .timestampCheck(notOlderThan.isPresent())
                .timestampCheckFrom(notOlderThan)
                .environment(call.environment());
        if (commit.isPresent()) {
            options.commit(commit.get());
        } else {
            options.ref(RefRequest.of(ref));
        }
        new Pull(sysroot.repository(), remote, options.build()).run();
    }
}
