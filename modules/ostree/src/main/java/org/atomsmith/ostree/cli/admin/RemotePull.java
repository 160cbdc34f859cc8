package org.atomsmith.ostree.cli.admin;

import java.io.IOException;
import java.util.Optional;
import org.atomsmith.ostree.cli.command.ByteCount;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.pull.Pull;
import org.atomsmith.ostree.pull.PullOptions;
import org.atomsmith.ostree.pull.PullResult;
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
        new Pull(sysroot.repository(), remote, options.build()).run(this::announce);
    }

    /** What is about to come, so that nobody is surprised by the bill. */
    private void announce(PullResult.Plan plan) {
        plan.delta()
                .ifPresent(delta -> call.out()
                        .println("Fetching a delta of " + delta.parts() + " parts, " + ByteCount.text(delta.bytes())
                                + plan.objects()
                                        .map(objects ->
                                                "; without it " + objects + " objects, " + ByteCount.text(plan.bytes()))
                                        .orElse("")));
        if (plan.delta().isEmpty()
                && plan.objects().filter(objects -> objects > 0).isPresent()) {
            call.out().println("Fetching " + plan.objects().get() + " objects, " + ByteCount.text(plan.bytes()));
        }
        call.out().flush();
    }
}
