package org.atomsmith.ostree.cli.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.commit.CommitModifier;
import org.atomsmith.ostree.commit.TreeSource;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.selinux.FileContexts;
import org.atomsmith.ostree.selinux.Policies;
import org.atomsmith.ostree.tree.TreeRoot;

/** The options that say by which policy files are labelled. */
final class SelinuxOptions {
    private SelinuxOptions() {}

    /** The labels of {@code --selinux-policy}. */
    static Optional<CommitModifier.Labels> ofPolicy(Call call) throws IOException {
        Optional<String> root = call.value("selinux-policy");
        return root.isEmpty()
                ? Optional.empty()
                : Policies.of(Path.of(root.get())).map(policy -> labels(call, policy));
    }

    /** The same, or those of the policy in the first of the trees that are committed. */
    static Optional<CommitModifier.Labels> ofCommit(Call call, Repository repository, List<TreeSource> sources)
            throws IOException {
        if (!call.has("selinux-policy-from-base")) {
            return ofPolicy(call);
        }
        Optional<FileContexts> policy = switch (sources.getFirst()) {
            case TreeSource.Directory directory -> Policies.of(directory.path());
            case TreeSource.Revision revision ->
                Policies.of(repository, TreeRoot.of(repository.readCommit(repository.resolve(revision.revision()))));
            case TreeSource.Archive archive ->
                throw new UsageException(
                        "--selinux-policy-from-base needs a directory or a commit, not the archive " + archive.path());
        };
        return policy.map(found -> labels(call, found));
    }

    private static CommitModifier.Labels labels(Call call, FileContexts policy) {
        boolean etc = call.number("selinux-labeling-epoch", 0) >= 1;
        return (path, mode) -> policy.label(
                etc && (path.equals("/usr/etc") || path.startsWith("/usr/etc/")) ? path.substring(4) : path, mode);
    }
}
