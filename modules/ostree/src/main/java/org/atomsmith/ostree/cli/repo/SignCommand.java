package org.atomsmith.ostree.cli.repo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.SigningOptions;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.Transaction;
import org.atomsmith.ostree.sign.SignatureKeyException;
import org.atomsmith.ostree.sign.SignatureType;
import org.atomsmith.ostree.sign.Signatures;
import org.atomsmith.ostree.sign.Signer;
import org.atomsmith.ostree.sign.TrustedKeys;
import org.atomsmith.ostree.sign.UntrustedSignatureException;
import org.atomsmith.ostree.trust.RemoteTrust;

/** {@code ostree sign}: signs a commit with other keys than those of OpenPGP, or checks such signatures. */
public final class SignCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository(
                "COMMIT KEY-ID...",
                "Sign a commit",
                Option.flag("delete", 'd', "Delete signatures having any of the KEY-IDs"),
                Option.flag("verify", "Verify signatures"),
                Option.value("sign-type", 's', "NAME", "Signature type to use (defaults to 'ed25519')"),
                Option.value("keys-file", "FILE", "Read key(s) from file"),
                Option.value("keys-dir", "DIR", "Redefine system-wide directories with public and revoked keys"));
    }

    @Override
    public int run(Call call) throws IOException {
        if (call.arguments().isEmpty()) {
            throw new UsageException("Need a COMMIT to sign or verify");
        }
        boolean keys = call.arguments().size() > 1 || call.has("keys-file");
        if (!keys && !call.has("verify")) {
            throw new UsageException("Need at least one KEY-ID to sign with");
        }
        SignatureType type = SigningOptions.type(call);
        Repository repository = call.repository();
        Checksum commit = repository.resolve(call.argument(0, "COMMIT"));
        if (call.has("verify")) {
            verify(call, repository, commit, type);
        } else if (call.has("delete")) {
            delete(call, repository, commit, type);
        } else {
            sign(call, repository, commit, type);
        }
        return 0;
    }

    private static List<String> keys(Call call) {
        return call.arguments().subList(1, call.arguments().size());
    }

    private static void verify(Call call, Repository repository, Checksum commit, SignatureType type)
            throws IOException {
        TrustedKeys keys = type.keys(call.environment());
        for (String key : keys(call)) {
            keys.add(key);
        }
        if (call.has("keys-file")) {
            keys.addFile(Path.of(call.value("keys-file").orElseThrow()));
        }
        if (call.has("keys-dir")) {
            keys.addDirectory(Path.of(call.value("keys-dir").orElseThrow()));
        } else if (keys.isEmpty()) {
            keys.addSystem();
        }
        List<byte[]> signatures = RemoteTrust.list(
                repository.readDetachedMetadata(commit).orElseGet(LinkedHashMap::new), type.metadataKey());
        try {
            call.out().println(keys.verify(repository.readMetadata(ObjectType.COMMIT, commit), signatures));
        } catch (UntrustedSignatureException | SignatureKeyException e) {
            call.err().println(e.getMessage());
            throw new UntrustedSignatureException("No valid signatures found", e);
        }
    }

    private static void sign(Call call, Repository repository, Checksum commit, SignatureType type) throws IOException {
        List<Signer> signers = new ArrayList<>();
        for (String key : keys(call)) {
            signers.add(type.signer(key, call.environment()));
        }
        if (call.has("keys-file")) {
            signers.addAll(type.signers(Path.of(call.value("keys-file").orElseThrow()), call.environment()));
        }
        try (Transaction transaction = repository.begin()) {
            for (Signer signer : signers) {
                Signatures.signCommit(transaction, commit, signer);
            }
            transaction.commit();
        }
    }

    /** A signature is taken away when the public key of one of the identifiers made it. */
    private static void delete(Call call, Repository repository, Checksum commit, SignatureType type)
            throws IOException {
        byte[] data = repository.readMetadata(ObjectType.COMMIT, commit);
        SequencedMap<String, Variant> metadata =
                repository.readDetachedMetadata(commit).orElseGet(LinkedHashMap::new);
        List<byte[]> signatures = RemoteTrust.list(metadata, type.metadataKey());
        TrustedKeys keys = type.keys(call.environment());
        for (String key : keys(call)) {
            keys.add(key);
        }
        List<byte[]> kept = new ArrayList<>();
        for (byte[] signature : signatures) {
            if (!isBy(keys, data, signature)) {
                kept.add(signature);
            }
        }
        SignatureEdit.replace(repository, commit, metadata, type.metadataKey(), kept);
        call.out().println("Signatures deleted: " + (signatures.size() - kept.size()));
    }

    private static boolean isBy(TrustedKeys keys, byte[] data, byte[] signature) throws IOException {
        try {
            keys.verify(data, List.of(signature));
            return true;
        } catch (UntrustedSignatureException e) {
            return false;
        }
    }
}
