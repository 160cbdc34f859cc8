package org.atomsmith.ostree.cli.repo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.gpg.GpgKeyring;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.gvariant.VariantException;
import org.atomsmith.ostree.gvariant.VariantType;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.object.CorruptObjectException;
import org.atomsmith.ostree.object.DirMeta;
import org.atomsmith.ostree.object.DirTree;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.remote.Remotes;
import org.atomsmith.ostree.repo.ContentInfo;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryException;
import org.atomsmith.ostree.trust.GpgKeyrings;
import org.atomsmith.ostree.trust.RemoteTrust;

/** {@code ostree show}: an object, with what is known of a commit's signatures. */
public final class ShowCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository(
                "OBJECT",
                "Output a metadata object",
                Option.flag("print-related", "Show the \"related\" commits"),
                Option.value(
                        "print-variant-type",
                        "TYPE",
                        "Memory map OBJECT (in this case a filename) to the GVariant type string"),
                Option.flag("list-metadata-keys", "List the available metadata keys"),
                Option.value("print-metadata-key", "KEY", "Print string value of metadata key"),
                Option.value(
                        "print-hex", "KEY", "For byte array valued keys, output as an unquoted hexadecimal string"),
                Option.flag("list-detached-metadata-keys", "List the available detached metadata keys"),
                Option.value("print-detached-metadata-key", "KEY", "Print string value of detached metadata key"),
                Option.flag("print-sizes", "Show the commit size metadata"),
                Option.flag("raw", "Show raw variant data"),
                Option.flag("no-byteswap", 'B', "Do not automatically convert variant data from big endian"),
                Option.value("gpg-homedir", "HOMEDIR", "GPG Homedir to use when looking for keyrings"),
                Option.value("gpg-verify-remote", "REMOTE", "Use REMOTE name for GPG configuration"));
    }

    @Override
    public int run(Call call) throws IOException {
        Repository repository = call.repository();
        if (call.arguments().isEmpty()) {
            throw new UsageException("An object argument is required");
        }
        String object = call.argument(0, "OBJECT");
        if (call.has("print-variant-type")) {
            VariantType type =
                    VariantType.parse(call.value("print-variant-type").orElseThrow());
            print(call, Variant.parse(type, Files.readAllBytes(Path.of(object))));
        } else if (call.has("list-metadata-keys")) {
            listKeys(call, repository.readCommit(repository.resolve(object)).metadata());
        } else if (call.has("list-detached-metadata-keys")) {
            listKeys(call, detached(repository, repository.resolve(object)));
        } else if (call.has("print-metadata-key")) {
            printKey(
                    call,
                    repository.readCommit(repository.resolve(object)).metadata(),
                    call.value("print-metadata-key").orElseThrow());
        } else if (call.has("print-detached-metadata-key")) {
            printKey(
                    call,
                    detached(repository, repository.resolve(object)),
                    call.value("print-detached-metadata-key").orElseThrow());
        } else if (call.has("print-related")) {
            repository.readCommit(repository.resolve(object));
        } else if (call.has("print-sizes")) {
            SizesText.print(call.out(), repository, repository.resolve(object));
        } else {
            show(call, repository, object);
        }
        return 0;
    }

    private static SequencedMap<String, Variant> detached(Repository repository, Checksum commit) throws IOException {
        return repository
                .readDetachedMetadata(commit)
                .orElseThrow(() -> new RepositoryException("No detached metadata for commit " + commit));
    }

    private static void listKeys(Call call, SequencedMap<String, Variant> metadata) {
        metadata.keySet().stream().sorted().forEach(call.out()::println);
    }

    private static void printKey(Call call, SequencedMap<String, Variant> metadata, String key) throws IOException {
        Variant value = metadata.get(key);
        if (value == null) {
            throw new RepositoryException("No such metadata key '" + key + "'");
        }
        print(call, value);
    }

    private static void print(Call call, Variant value) {
        call.out().println((call.has("no-byteswap") ? value : value.byteSwapped()).print(true));
    }

    private static void show(Call call, Repository repository, String object) throws IOException {
        Optional<Checksum> checksum = Checksum.tryParse(object);
        if (checksum.isEmpty()) {
            commit(call, repository, repository.resolve(object));
            return;
        }
        for (ObjectType type : List.of(ObjectType.COMMIT, ObjectType.DIRMETA, ObjectType.DIRTREE)) {
            if (!repository.has(new ObjectName(type, checksum.get()))) {
                continue;
            }
            if (type == ObjectType.COMMIT) {
                commit(call, repository, checksum.get());
            } else {
                call.out().println(type.extension() + " " + checksum.get());
                if (call.has("raw")) {
                    raw(
                            call,
                            type == ObjectType.DIRTREE ? DirTree.TYPE : DirMeta.TYPE,
                            repository,
                            type,
                            checksum.get());
                }
            }
            return;
        }
        file(call, checksum.get(), repository.contentInfo(checksum.get()));
    }

    private static void raw(Call call, VariantType variant, Repository repository, ObjectType type, Checksum checksum)
            throws IOException {
        try {
            print(call, Variant.parse(variant, repository.readMetadata(type, checksum)));
        } catch (VariantException e) {
            throw new CorruptObjectException(new ObjectName(type, checksum) + ": " + e.getMessage(), e);
        }
    }

    private static void commit(Call call, Repository repository, Checksum checksum) throws IOException {
        Commit commit = repository.readCommit(checksum);
        if (call.has("raw")) {
            call.out().println("commit " + checksum);
            raw(call, Commit.TYPE, repository, ObjectType.COMMIT, checksum);
        } else {
            CommitText.print(call.out(), checksum, commit);
        }
        SequencedMap<String, Variant> metadata =
                repository.readDetachedMetadata(checksum).orElseGet(LinkedHashMap::new);
        List<byte[]> signatures = RemoteTrust.list(metadata, RemoteTrust.GPG_SIGNATURES);
        if (!signatures.isEmpty()) {
            byte[] data = repository.readMetadata(ObjectType.COMMIT, checksum);
            call.out()
                    .print(keyring(call, repository)
                            .verify(data, signatures, Instant.now())
                            .describe());
        }
    }

    private static GpgKeyring keyring(Call call, Repository repository) throws IOException {
        GpgKeyrings keyrings = new GpgKeyrings(call.environment());
        if (call.has("gpg-verify-remote")) {
            return keyrings.of(
                    Remotes.of(repository).get(call.value("gpg-verify-remote").orElseThrow()));
        }
        GpgKeyring all = keyrings.all(repository);
        return call.has("gpg-homedir")
                ? all.with(
                        keyrings.ofDirectory(Path.of(call.value("gpg-homedir").orElseThrow())))
                : all;
    }

    private static void file(Call call, Checksum checksum, ContentInfo info) {
        call.out().println("Object: " + checksum);
        call.out().println("Type: file");
        if (info.header().isSymlink()) {
            call.out().println("File Type: symlink");
            call.out().println("Target: " + info.header().symlinkTarget());
        } else {
            call.out().println("File Type: regular");
            call.out().println("Size: " + info.size());
        }
        call.out().println("Mode: 0" + Integer.toOctalString(info.header().mode()));
        call.out().println("Uid: " + Integer.toUnsignedString(info.header().uid()));
        call.out().println("Gid: " + Integer.toUnsignedString(info.header().gid()));
        call.out()
                .println("Extended Attributes: { "
                        + info.header().xattrs().toVariant().print(true) + " }");
    }
}
