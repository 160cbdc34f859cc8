package org.atomsmith.ostree.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.SigningOptions;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.commit.ArchiveRules;
import org.atomsmith.ostree.commit.CommitModifier;
import org.atomsmith.ostree.commit.CommitOperation;
import org.atomsmith.ostree.commit.CommitRequest;
import org.atomsmith.ostree.commit.CommitRequest.Flag;
import org.atomsmith.ostree.commit.TreeSource;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryException;
import org.atomsmith.ostree.repo.TransactionStatistics;
import org.atomsmith.ostree.sign.Signatures;
import org.atomsmith.ostree.sign.Signer;

/** {@code ostree commit}: makes a commit of directories, archives and other commits. */
public final class CommitCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository(
                "[PATH]",
                "Commit a new revision",
                Option.value("parent", "REF", "Parent commit checksum, or \"none\""),
                Option.value("subject", 's', "SUBJECT", "One line subject"),
                Option.value("body", 'm', "BODY", "Full description"),
                Option.value("body-file", 'F', "FILE", "Commit message from FILE path"),
                Option.flag("editor", 'e', "Use an editor to write the commit message"),
                Option.value("branch", 'b', "BRANCH", "Branch"),
                Option.flag("orphan", "Create a commit without writing a ref"),
                Option.flag("no-bindings", "Do not write any ref bindings"),
                Option.value("bind-ref", "BRANCH", "Add a ref to ref binding commit metadata"),
                Option.value("base", "REF", "Start from the given commit as a base (no modifiers apply)"),
                Option.value("tree", "dir=PATH or tar=TARFILE or ref=COMMIT", "Overlay the given argument as a tree"),
                Option.value("add-metadata-string", "KEY=VALUE", "Add a key/value pair to metadata"),
                Option.value(
                        "add-metadata",
                        "KEY=VALUE",
                        "Add a key/value pair to metadata, where the KEY is a string, and VALUE is in GVariant Text Format"),
                Option.value("keep-metadata", "KEY", "Keep metadata KEY and its associated VALUE from parent"),
                Option.value("add-detached-metadata-string", "KEY=VALUE", "Add a key/value pair to detached metadata"),
                Option.value("owner-uid", "UID", "Set file ownership user id"),
                Option.value("owner-gid", "GID", "Set file ownership group id"),
                Option.flag(
                        "canonical-permissions",
                        "Canonicalize permissions in the same way bare-user does for hardlinked files"),
                Option.flag("bootable", "Flag this commit as a bootable OSTree (e.g. contains a Linux kernel)"),
                Option.flag("mode-ro-executables", "Ensure executable files are not writable"),
                Option.flag("no-xattrs", "Do not import extended attributes"),
                Option.value(
                        "selinux-policy",
                        "PATH",
                        "Set SELinux labels based on policy in root filesystem PATH (may be /)"),
                Option.flag("selinux-policy-from-base", 'P', "Set SELinux labels based on first --tree argument"),
                Option.value(
                        "selinux-labeling-epoch",
                        "N",
                        "Configure the default SELinux labeling rules; 0 is the default, and 1 means that /usr/etc is labeled as /etc"),
                Option.flag(
                        "link-checkout-speedup",
                        "Optimize for commits of trees composed of hardlinks into the repository"),
                Option.flag(
                        "devino-canonical",
                        'I',
                        "Assume hardlinked objects are unmodified.  Implies --link-checkout-speedup"),
                Option.flag(
                        "tar-autocreate-parents",
                        "When loading tar archives, automatically create parent directories as needed"),
                Option.value(
                        "tar-pathname-filter",
                        "REGEX,REPLACEMENT",
                        "When loading tar archives, use REGEX,REPLACEMENT against path names"),
                Option.flag("skip-if-unchanged", "If the contents are unchanged from previous commit, do nothing"),
                Option.value("statoverride", "PATH", "File containing list of modifications to make to permissions"),
                Option.value("skip-list", "PATH", "File containing list of files to skip"),
                Option.flag("consume", "Consume (delete) content after commit (for local directories)"),
                Option.flag("table-output", "Output more information in a KEY: VALUE format"),
                Option.value("gpg-sign", "KEY-ID", "GPG Key ID to sign the commit with"),
                Option.value("gpg-homedir", "HOMEDIR", "GPG Homedir to use when looking for keyrings"),
                Option.value("sign", "KEY_ID", "Sign the commit with"),
                Option.value("sign-from-file", "PATH", "Sign the commit with key from the specified file"),
                Option.value("sign-type", "NAME", "Signature type to use (defaults to 'ed25519')"),
                Option.flag("generate-sizes", "Generate size information along with commit metadata"),
                Option.flag("generate-composefs-metadata", ""),
                Option.flag("disable-fsync", ""),
                Option.value("fsync", "POLICY", "Specify how to invoke fsync()"),
                Option.value("timestamp", "TIMESTAMP", "Override the timestamp of the commit"));
    }

    @Override
    public int run(Call call) throws IOException {
        Repository repository = withoutFsync(call) ? call.repository().withoutFsync() : call.repository();
        if (call.has("generate-composefs-metadata")) {
            throw new RepositoryException("--generate-composefs-metadata: composefs is not supported");
        }
        boolean orphan = call.has("orphan");
        if (!orphan && !call.has("branch")) {
            throw new UsageException("A branch must be specified with --branch, or use --orphan");
        }
        List<TreeSource> sources = sources(call);
        CommitRequest request = new CommitRequest(
                new CommitRequest.Name(
                        call.value("branch").filter(_ -> !orphan),
                        call.value("parent"),
                        call.values("bind-ref"),
                        call.has("no-bindings")),
                message(call, repository),
                new CommitRequest.Content(
                        call.value("base"), sources, rules(call, repository, sources), archives(call)),
                metadata(call),
                strings(call.values("add-detached-metadata-string")),
                call.values("keep-metadata"),
                flags(call),
                timestamp(call));
        List<Signer> signers = SigningOptions.signers(call);
        CommitOperation.Result result = new CommitOperation(repository).commit(request, (transaction, commit) -> {
            for (Signer signer : signers) {
                Signatures.signCommit(transaction, commit, signer);
            }
        });
        print(call, result);
        return 0;
    }

    private static boolean withoutFsync(Call call) {
        return call.has("disable-fsync")
                || call.value("fsync")
                        .map(policy -> !CheckoutCommand.truth(policy))
                        .orElse(false);
    }

    private static CommitRequest.Message message(Call call, Repository repository) throws IOException {
        if (call.has("editor")) {
            return MessageEditor.edit(call, repository);
        }
        String body = call.has("body-file")
                ? Files.readString(Path.of(call.value("body-file").orElseThrow()))
                : call.value("body").orElse("");
        return new CommitRequest.Message(call.value("subject").orElse(""), body);
    }

    private static List<TreeSource> sources(Call call) {
        List<TreeSource> sources = new ArrayList<>();
        for (String tree : call.values("tree")) {
            int equals = tree.indexOf('=');
            if (equals < 0) {
                throw new UsageException("Missing type in tree specification '" + tree + "'");
            }
            String value = tree.substring(equals + 1);
            sources.add(
                    switch (tree.substring(0, equals)) {
                        case "dir" -> new TreeSource.Directory(Path.of(value));
                        case "tar" -> new TreeSource.Archive(Path.of(value));
                        case "ref" -> new TreeSource.Revision(value);
                        default ->
                            throw new UsageException(
                                    "Invalid tree type specification '" + tree.substring(0, equals) + "'");
                    });
        }
        if (sources.isEmpty()) {
            sources.add(new TreeSource.Directory(Path.of(call.argument(0).orElse("."))));
        }
        return sources;
    }

    private static CommitModifier.Rules rules(Call call, Repository repository, List<TreeSource> sources)
            throws IOException {
        StatOverrides overrides = call.has("statoverride")
                ? StatOverrides.read(Path.of(call.value("statoverride").orElseThrow()))
                : StatOverrides.NONE;
        return new CommitModifier.Rules(
                id(call, "owner-uid"),
                id(call, "owner-gid"),
                call.has("canonical-permissions"),
                call.has("no-xattrs"),
                call.has("mode-ro-executables"),
                overrides.additions(),
                overrides.overrides(),
                call.has("skip-list")
                        ? StatOverrides.lines(Path.of(call.value("skip-list").orElseThrow()))
                        : Set.of(),
                SelinuxOptions.ofCommit(call, repository, sources));
    }

    private static OptionalInt id(Call call, String option) {
        long id = call.number(option, -1);
        return id < 0 ? OptionalInt.empty() : OptionalInt.of((int) id);
    }

    private static ArchiveRules archives(Call call) {
        return new ArchiveRules(
                call.has("tar-autocreate-parents"),
                call.value("tar-pathname-filter").map(PathnameFilter::parse).orElse(UnaryOperator.identity()));
    }

    private static SequencedMap<String, Variant> metadata(Call call) throws IOException {
        SequencedMap<String, Variant> metadata = strings(call.values("add-metadata-string"));
        for (String pair : call.values("add-metadata")) {
            metadata.put(key(pair), Variant.parseText(pair.substring(pair.indexOf('=') + 1)));
        }
        return metadata;
    }

    private static SequencedMap<String, Variant> strings(List<String> pairs) throws IOException {
        SequencedMap<String, Variant> values = new LinkedHashMap<>();
        for (String pair : pairs) {
            values.put(key(pair), Variant.string(pair.substring(pair.indexOf('=') + 1)));
        }
        return values;
    }

    private static String key(String pair) throws IOException {
        int equals = pair.indexOf('=');
        if (equals < 0) {
            throw new UsageException("Missing '=' in KEY=VALUE metadata '" + pair + "'");
        }
        if (equals == 0) {
            throw new RepositoryException("Empty metadata key");
        }
        return pair.substring(0, equals);
    }

    private static Set<Flag> flags(Call call) {
        EnumSet<Flag> flags = EnumSet.noneOf(Flag.class);
        set(flags, Flag.SKIP_IF_UNCHANGED, call.has("skip-if-unchanged"));
        set(flags, Flag.CONSUME, call.has("consume"));
        set(flags, Flag.LINK_SPEEDUP, call.has("link-checkout-speedup"));
        set(flags, Flag.LINKS_ARE_CANONICAL, call.has("devino-canonical"));
        set(flags, Flag.GENERATE_SIZES, call.has("generate-sizes"));
        set(flags, Flag.BOOTABLE, call.has("bootable"));
        return flags;
    }

    private static void set(EnumSet<Flag> flags, Flag flag, boolean there) {
        if (there) {
            flags.add(flag);
        }
    }

    private static OptionalLong timestamp(Call call) throws IOException {
        return CommitTime.of(call.value("timestamp"), call.environment("SOURCE_DATE_EPOCH"));
    }

    private static void print(Call call, CommitOperation.Result result) {
        if (!call.has("table-output")) {
            call.out().println(result.commit().hex());
            return;
        }
        TransactionStatistics statistics = result.statistics();
        call.out().println("Commit: " + result.commit().hex());
        call.out().println("Metadata Total: " + statistics.metadataTotal());
        call.out().println("Metadata Written: " + statistics.metadataWritten());
        call.out().println("Content Total: " + statistics.contentTotal());
        call.out().println("Content Written: " + statistics.contentWritten());
        call.out().println("Content Cache Hits: " + result.cacheHits());
        call.out().println("Content Bytes Written: " + statistics.contentBytesWritten());
    }
}
