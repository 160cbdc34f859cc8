package org.atomsmith.ostree.cli.repo;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.SigningOptions;
import org.atomsmith.ostree.cli.command.SummaryText;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.gvariant.VariantException;
import org.atomsmith.ostree.maintenance.SummaryUpdate;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryException;

/** {@code ostree summary}: makes or prints the summary of a repository. */
public final class SummaryCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository(
                "",
                "Manage summary metadata",
                Option.flag("update", 'u', "Update the summary"),
                Option.flag("view", 'v', "View the local summary file"),
                Option.flag("raw", "View the raw bytes of the summary file"),
                Option.flag("list-metadata-keys", "List the available metadata keys"),
                Option.value("print-metadata-key", "KEY", "Print string value of metadata key"),
                Option.value("gpg-sign", "KEY-ID", "GPG Key ID to sign the summary with"),
                Option.value("gpg-homedir", "HOMEDIR", "GPG Homedir to use when looking for keyrings"),
                Option.value("sign", "KEY-ID", "Key ID to sign the summary with"),
                Option.value("sign-from-file", "PATH", "Sign the summary with key from the specified file"),
                Option.value("sign-type", "NAME", "Signature type to use (defaults to 'ed25519')"),
                Option.value("add-metadata", 'm', "KEY=VALUE", "Additional metadata field to add to the summary"));
    }

    @Override
    public int run(Call call) throws IOException {
        Repository repository = call.repository();
        if (call.has("update")) {
            new SummaryUpdate(repository).run(metadata(call), SigningOptions.signers(call));
            return 0;
        }
        boolean printed =
                call.has("view") || call.has("raw") || call.has("list-metadata-keys") || call.has("print-metadata-key");
        if (!printed) {
            throw new UsageException("No option specified; use -u to update summary");
        }
        SummaryText.print(
                call, repository.summary().read().orElseThrow(() -> new RepositoryException("No summary found")));
        return 0;
    }

    private static Map<String, Variant> metadata(Call call) throws IOException {
        Map<String, Variant> metadata = new TreeMap<>();
        for (String pair : call.values("add-metadata")) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                throw new RepositoryException("Missing '=' in KEY=VALUE metadata '" + pair + "'");
            }
            try {
                metadata.put(pair.substring(0, equals), Variant.parseText(pair.substring(equals + 1)));
            } catch (VariantException e) {
                throw new RepositoryException("Parsing metadata '" + pair + "': " + e.getMessage(), e);
            }
        }
        return metadata;
    }
}
