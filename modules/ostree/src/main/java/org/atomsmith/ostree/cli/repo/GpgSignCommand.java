package org.atomsmith.ostree.cli.repo;

import java.io.IOException;
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
import org.atomsmith.ostree.gpg.GpgHome;
import org.atomsmith.ostree.gpg.GpgKeyring;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryException;
import org.atomsmith.ostree.repo.Transaction;
import org.atomsmith.ostree.sign.Signatures;
import org.atomsmith.ostree.sign.Signer;
import org.atomsmith.ostree.trust.RemoteTrust;

/** {@code ostree gpg-sign}: adds or removes a commit's signatures of OpenPGP. */
public final class GpgSignCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository(
                "COMMIT KEY-ID...",
                "Sign a commit",
                Option.flag("delete", 'd', "Delete signatures having any of the GPG KEY-IDs"),
                Option.value("gpg-homedir", "HOMEDIR", "GPG Homedir to use when looking for keyrings"));
    }

    @Override
    public int run(Call call) throws IOException {
        if (call.arguments().isEmpty()) {
            throw new UsageException("Need a COMMIT to sign");
        }
        if (call.arguments().size() < 2) {
            throw new UsageException("Need at least one GPG KEY-ID to sign with");
        }
        Repository repository = call.repository();
        Checksum commit = repository.resolve(call.argument(0, "COMMIT"));
        List<String> ids = call.arguments().subList(1, call.arguments().size());
        GpgHome home = SigningOptions.gpgHome(call);
        SequencedMap<String, Variant> metadata =
                repository.readDetachedMetadata(commit).orElseGet(LinkedHashMap::new);
        List<byte[]> signatures = RemoteTrust.list(metadata, RemoteTrust.GPG_SIGNATURES);
        GpgKeyring keys = home.publicKeys();
        if (call.has("delete")) {
            List<byte[]> kept = signatures.stream()
                    .filter(signature -> ids.stream().noneMatch(id -> keys.isBy(signature, id)))
                    .toList();
            SignatureEdit.replace(repository, commit, metadata, RemoteTrust.GPG_SIGNATURES, kept);
            call.out().println("Signatures deleted: " + (signatures.size() - kept.size()));
            return 0;
        }
        List<Signer> signers = new ArrayList<>();
        for (String id : ids) {
            if (signatures.stream().anyMatch(signature -> keys.isBy(signature, id))) {
                throw new RepositoryException("Commit is already signed with GPG key " + id);
            }
            signers.add(home.signer(id));
        }
        try (Transaction transaction = repository.begin()) {
            for (Signer signer : signers) {
                Signatures.signCommit(transaction, commit, signer);
            }
            transaction.commit();
        }
        return 0;
    }
}
