package org.atomsmith.ostree.cli.delta;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.sign.SignatureType;
import org.atomsmith.ostree.sign.TrustedKeys;

/** The public keys that a command line names, or else those of the system. */
final class DeltaKeys {
    static final Option SIGN_TYPE = Option.value("sign-type", "NAME", "Signature type to use (defaults to 'ed25519')");
    static final Option KEYS_FILE = Option.value("keys-file", "NAME", "Read key(s) from file");
    static final Option KEYS_DIR = Option.value(
            "keys-dir", "NAME", "Redefine system-wide directories with public and revoked keys for verification");

    private DeltaKeys() {}

    /** The kind of signature. */
    static SignatureType type(Call call) {
        return SignatureType.ofName(call.value("sign-type").orElse("ed25519"));
    }

    /** True when the command line says which keys to trust. */
    static boolean areNamed(Call call) {
        return call.arguments().size() > 1 || call.has("keys-file") || call.has("keys-dir");
    }

    /** The keys: arguments after the first, those of a file, those of a directory or else of the system. */
    static TrustedKeys read(Call call) throws IOException {
        TrustedKeys keys = type(call).keys(call.environment());
        List<String> arguments = call.arguments();
        arguments.subList(1, arguments.size()).forEach(keys::add);
        Optional<String> file = call.value("keys-file");
        if (file.isPresent()) {
            keys.addFile(Path.of(file.get()));
        } else if (arguments.size() == 1) {
            Optional<String> directory = call.value("keys-dir");
            if (directory.isPresent()) {
                keys.addDirectory(Path.of(directory.get()));
            } else {
                keys.addSystem();
            }
        }
        return keys;
    }
}
