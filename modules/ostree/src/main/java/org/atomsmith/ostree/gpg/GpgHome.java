package org.atomsmith.ostree.gpg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A directory of GnuPG's: the public keys that are in it, and signing with its secret ones. */
public final class GpgHome {
    private static final List<String> KEYRINGS = List.of("pubring.kbx", "pubring.gpg");

    private GpgHome() {}

    /** The public keys of a directory; none when it has none. */
    public static GpgKeyring publicKeys(Path home) throws IOException {
        GpgKeyring keys = GpgKeyring.EMPTY;
        for (String name : KEYRINGS) {
            Path file = home.resolve(name);
            if (Files.exists(file)) {
                keys = keys.with(GpgKeyring.read(file));
            }
        }
        return keys;
    }
}
