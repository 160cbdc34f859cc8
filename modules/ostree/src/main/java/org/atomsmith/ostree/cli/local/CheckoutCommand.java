package org.atomsmith.ostree.cli.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.atomsmith.ostree.checkout.CheckoutOptions;
import org.atomsmith.ostree.checkout.CheckoutOptions.Flag;
import org.atomsmith.ostree.checkout.CheckoutOptions.Links;
import org.atomsmith.ostree.checkout.CheckoutOptions.Overwrite;
import org.atomsmith.ostree.checkout.TreeCheckout;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryException;
import org.atomsmith.ostree.tree.TreeReader;
import org.atomsmith.ostree.tree.TreeRoot;

/** {@code ostree checkout}: makes files of commits. */
public final class CheckoutCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository(
                "COMMIT [DESTINATION]",
                "Check out a commit into a filesystem tree",
                Option.flag("user-mode", 'U', "Do not change file ownership or initialize extended attributes"),
                Option.flag("disable-cache", "Do not update or use the internal repository uncompressed object cache"),
                Option.value("subpath", "PATH", "Checkout sub-directory PATH"),
                Option.flag("union", "Keep existing directories, overwrite existing files"),
                Option.flag("union-add", "Keep existing files/directories, only add new"),
                Option.flag(
                        "union-identical",
                        "When layering checkouts, error out if a file would be replaced with a different version, but add new files and directories"),
                Option.flag("whiteouts", "Process 'whiteout' (Docker style) entries"),
                Option.flag(
                        "process-passthrough-whiteouts", "Enable overlayfs whiteout extraction into char 0:0 devices"),
                Option.flag("allow-noent", "Do nothing if specified path does not exist"),
                Option.flag("from-stdin", "Process many checkouts from standard input"),
                Option.value("from-file", "FILE", "Process many checkouts from input file"),
                Option.value("fsync", "POLICY", "Specify how to invoke fsync()"),
                Option.flag("require-hardlinks", 'H', "Do not fall back to full copies if hardlinking fails"),
                Option.flag("composefs", ""),
                Option.flag("composefs-noverity", ""),
                Option.flag("force-copy-zerosized", 'z', ""),
                Option.flag("force-copy", 'C', "Never hardlink (but may reflink if available)"),
                Option.flag(
                        "bareuseronly-dirs",
                        'M',
                        "Suppress mode bits outside of 0775 for directories (suid, world writable, etc.)"),
                Option.value("skip-list", "FILE", "File containing list of files to skip"),
                Option.value(
                        "selinux-policy",
                        "PATH",
                        "Set SELinux labels based on policy in root filesystem PATH (may be /); implies --force-copy"),
                Option.value("selinux-prefix", "PREFIX", "When setting SELinux labels, prefix all paths by PREFIX"));
    }

    @Override
    public int run(Call call) throws IOException {
        Repository repository = call.repository();
        String first = call.argument(0, "COMMIT");
        if (call.has("composefs") || call.has("composefs-noverity")) {
            throw new RepositoryException("--composefs: composefs is not supported");
        }
        CheckoutOptions options = options(call);
        if (call.has("from-stdin")) {
            many(call, repository, options, call.in(), Path.of(first));
        } else if (call.has("from-file")) {
            try (InputStream in =
                    Files.newInputStream(Path.of(call.value("from-file").orElseThrow()))) {
                many(call, repository, options, in, Path.of(first));
            }
        } else {
            one(
                    call,
                    repository,
                    options,
                    first,
                    call.value("subpath").orElse("/"),
                    Path.of(call.argument(1).orElse(first)));
        }
        return 0;
    }

    /** Reads revisions and paths, each ended by a NUL. */
    private static void many(
            Call call, Repository repository, CheckoutOptions options, InputStream in, Path destination)
            throws IOException {
        String[] words = new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\0", -1);
        for (int i = 0; i + 1 < words.length && !words[i].isEmpty(); i += 2) {
            one(call, repository, options, words[i], words[i + 1], destination);
        }
    }

    private static void one(
            Call call,
            Repository repository,
            CheckoutOptions options,
            String revision,
            String subpath,
            Path destination)
            throws IOException {
        Checksum commit = repository.resolve(revision);
        TreeRoot root = TreeRoot.of(repository.readCommit(commit));
        Optional<TreeReader.Entry> found = new TreeReader(repository).find(root, subpath);
        if (found.isEmpty()) {
            if (call.has("allow-noent")) {
                return;
            }
            throw new java.nio.file.NoSuchFileException(subpath);
        }
        TreeCheckout checkout = new TreeCheckout(repository, options);
        switch (found.get()) {
            case TreeReader.Entry.Directory directory -> checkout.directory(directory.root(), destination);
            case TreeReader.Entry.File file ->
                checkout.file(file.checksum(), Path.of(subpath).getFileName().toString(), destination);
        }
    }

    private static CheckoutOptions options(Call call) throws IOException {
        return new CheckoutOptions(
                call.has("user-mode"),
                overwrite(call),
                links(call),
                flags(call),
                call.has("skip-list")
                        ? StatOverrides.lines(Path.of(call.value("skip-list").orElseThrow()))
                        : Set.of(),
                SelinuxOptions.ofPolicy(call),
                call.value("selinux-prefix").orElse(""));
    }

    private static Overwrite overwrite(Call call) throws IOException {
        boolean union = call.has("union");
        boolean add = call.has("union-add");
        boolean identical = call.has("union-identical");
        if (union && add) {
            throw new RepositoryException("Cannot specify both --union and --union-add");
        }
        if (union && identical) {
            throw new RepositoryException("Cannot specify both --union and --union-identical");
        }
        if (add && identical) {
            throw new RepositoryException("Cannot specify both --union-add and --union-identical");
        }
        if (identical && !call.has("require-hardlinks")) {
            throw new RepositoryException("--union-identical requires --require-hardlinks");
        }
        return union ? Overwrite.UNION : add ? Overwrite.ADD : identical ? Overwrite.IDENTICAL : Overwrite.NONE;
    }

    private static Links links(Call call) throws IOException {
        if (call.has("require-hardlinks") && call.has("force-copy")) {
            throw new RepositoryException("Cannot specify both --require-hardlinks and --force-copy");
        }
        return call.has("require-hardlinks")
                ? Links.REQUIRED
                : call.has("force-copy") || call.has("selinux-policy") ? Links.NEVER : Links.WHERE_POSSIBLE;
    }

    private static Set<Flag> flags(Call call) {
        EnumSet<Flag> flags = EnumSet.noneOf(Flag.class);
        set(flags, Flag.WHITEOUTS, call.has("whiteouts"));
        set(flags, Flag.PASSTHROUGH_WHITEOUTS, call.has("process-passthrough-whiteouts"));
        set(flags, Flag.BARE_USER_ONLY_DIRECTORIES, call.has("bareuseronly-dirs"));
        set(flags, Flag.WITHOUT_CACHE, call.has("disable-cache"));
        set(
                flags,
                Flag.WITHOUT_FSYNC,
                call.value("fsync").map(policy -> !truth(policy)).orElse(false));
        return flags;
    }

    private static void set(EnumSet<Flag> flags, Flag flag, boolean there) {
        if (there) {
            flags.add(flag);
        }
    }

    /** A boolean as {@code --fsync} takes it. */
    static boolean truth(String value) {
        return switch (value) {
            case "1", "true", "yes" -> true;
            case "0", "false", "no", "none" -> false;
            default -> throw new UsageException("Invalid boolean argument '" + value + "'");
        };
    }
}
