package org.atomsmith.rpm.md;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atomsmith.rpm.fetch.DownloadCache;
import org.atomsmith.rpm.fetch.IndexCheck;
import org.atomsmith.rpm.openpgp.Keyring;

/** The keys that may sign a repository's metadata and packages. */
final class RepositoryKeys {
    private RepositoryKeys() {}

    static Keyring of(RepoDefinition definition, DownloadCache cache) throws IOException {
        if (definition.gpgKeys().isEmpty()) {
            throw new IOException(definition.origin() + ": repository '" + definition.id()
                    + "' is to be verified and names no key; add gpgkey=, or say gpgcheck=0 and repo_gpgcheck=0 to trust"
                    + " whatever the mirror sends");
        }
        List<Keyring> keyrings = new ArrayList<>();
        for (URI key : definition.gpgKeys()) {
            keyrings.add(
                    "file".equalsIgnoreCase(key.getScheme())
                            ? Keyring.read(Path.of(URI.create("file://" + key.getRawPath())))
                            : Keyring.parse(
                                    cache.fetchIndex(List.of(key), IndexCheck.NONE, definition.transfer())
                                            .content(),
                                    key.toString()));
        }
        return Keyring.all(keyrings);
    }
}
