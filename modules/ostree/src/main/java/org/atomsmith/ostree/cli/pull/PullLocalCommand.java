package org.atomsmith.ostree.cli.pull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.pull.Pull;
import org.atomsmith.ostree.pull.PullException;
import org.atomsmith.ostree.pull.PullOptions;
import org.atomsmith.ostree.pull.RefRequest;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.Trust;

/** {@code ostree pull-local}: copies from a repository on this machine. */
public final class PullLocalCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository(
                "SRC_REPO [REFS...]",
                "Copy data from SRC_REPO",
                Option.flag("commit-metadata-only", "Fetch only the commit metadata"),
                Option.value("remote", "REMOTE", "Add REMOTE to refspec"),
                Option.flag("disable-fsync", "Do not invoke fsync()"),
                Option.flag(
                        "per-object-fsync", "Perform writes in such a way that avoids stalling concurrent processes"),
                Option.flag("untrusted", "Verify checksums of local sources (always enabled for HTTP pulls)"),
                Option.flag(
                        "bareuseronly-files",
                        "Reject regular files with mode outside of 0775 (world writable, suid, etc.)"),
                Option.flag("require-static-deltas", "Require static deltas"),
                Option.flag("disable-static-deltas", "Do not use static deltas (the default for a local source)"),
                Option.flag("gpg-verify", "GPG verify commits (must specify --remote)"),
                Option.flag("gpg-verify-summary", "GPG verify summary (must specify --remote)"),
                Option.flag("disable-verify-bindings", "Do not verify commit bindings"),
                Option.value("depth", "DEPTH", "Traverse DEPTH parents (-1=infinite) (default: 0)"));
    }

    @Override
    public int run(Call call) throws IOException {
        Path path = Path.of(call.argument(0, "DESTINATION")).toAbsolutePath().normalize();
        Repository opened = call.repository();
        Repository repository = call.has("disable-fsync")
                ? opened.withoutFsync()
                : call.has("per-object-fsync") ? opened.withPerObjectFsync() : opened;
        Optional<String> remote = call.value("remote");
        Map<String, String> verification = new HashMap<>();
        for (String option : List.of("gpg-verify", "gpg-verify-summary")) {
            if (call.has(option)) {
                verification.put(option, "true");
            }
        }
        if (!verification.isEmpty() && remote.isEmpty()) {
            throw new PullException("Must specify remote name to enable gpg verification");
        }
        PullOptions.Builder options = PullOptions.builder()
                .commitOnly(call.has("commit-metadata-only"))
                .refRemote(remote)
                .trustLocal(call.has("untrusted") ? Trust.VERIFY : Trust.BELIEVE)
                .bareUserOnlyFiles(call.has("bareuseronly-files"))
                .deltas(
                        call.has("require-static-deltas")
                                ? PullOptions.DeltaUse.REQUIRED
                                : PullOptions.DeltaUse.DISABLED)
                .verifyBindings(!call.has("disable-verify-bindings"))
                .depth((int) call.number("depth", 0))
                .remoteOptions(verification)
                .environment(call.environment());
        for (String ref : refs(call, path)) {
            Optional<Checksum> commit = Checksum.tryParse(ref);
            if (commit.isPresent()) {
                options.commit(commit.get());
            } else {
                options.ref(RefRequest.of(ref));
            }
        }
        call.out().println(PullStatus.text(new Pull(repository, path.toString(), options.build()).run()));
        return 0;
    }

    /** Those that are given, or all that the source has. */
    private static List<String> refs(Call call, Path source) throws IOException {
        List<String> given = call.arguments().subList(1, call.arguments().size());
        return given.isEmpty()
                ? new ArrayList<>(Repository.open(source).refs().listAll().keySet())
                : given;
    }
}
