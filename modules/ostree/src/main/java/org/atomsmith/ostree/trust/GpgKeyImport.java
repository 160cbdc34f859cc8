package org.atomsmith.ostree.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.atomsmith.ostree.gpg.GpgCertificate;
import org.atomsmith.ostree.gpg.GpgKeyring;
import org.atomsmith.ostree.repo.DurableFile;

/** Adding OpenPGP keys to the keyring of a remote. */
public final class GpgKeyImport {
    private GpgKeyImport() {}

    /**
     * Adds keys to a keyring file, which is made when it is missing; of a key that is there already, what is new about
     * it is kept.
     *
     * @return how many keys were not there before
     */
    public static int into(Path keyring, GpgKeyring keys) throws IOException {
        GpgKeyring before = Files.exists(keyring) ? GpgKeyring.read(keyring) : GpgKeyring.EMPTY;
        int added = 0;
        for (GpgCertificate certificate : keys.certificates()) {
            added += before.find(certificate.fingerprint()).isEmpty() ? 1 : 0;
        }
        DurableFile.write(
                keyring,
                before.with(keys).toBytes(),
                Optional.ofNullable(keyring.getParent()).orElse(Path.of(".")));
        return added;
    }
}
