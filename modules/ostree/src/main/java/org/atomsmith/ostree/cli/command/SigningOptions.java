package org.atomsmith.ostree.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atomsmith.ostree.gpg.GpgHome;
import org.atomsmith.ostree.sign.SignatureType;
import org.atomsmith.ostree.sign.Signer;

/** The options that say with which keys something is signed. */
public final class SigningOptions {
    private SigningOptions() {}

    /** The keys that {@code --gpg-sign}, {@code --sign} and {@code --sign-from-file} name, in this order. */
    public static List<Signer> signers(Call call) throws IOException {
        List<Signer> signers = new ArrayList<>();
        if (call.has("gpg-sign")) {
            GpgHome home = gpgHome(call);
            for (String key : call.values("gpg-sign")) {
                signers.add(home.signer(key));
            }
        }
        for (String key : call.values("sign")) {
            signers.add(type(call).signer(key, call.environment()));
        }
        for (String file : call.values("sign-from-file")) {
            signers.addAll(type(call).signers(Path.of(file), call.environment()));
        }
        return signers;
    }

    /** What {@code --sign-type} names; ed25519 without it. */
    public static SignatureType type(Call call) {
        return call.value("sign-type").map(SignatureType::ofName).orElse(SignatureType.ED25519);
    }

    /** The directory of GnuPG's that {@code --gpg-homedir} names, or else the user's own. */
    public static GpgHome gpgHome(Call call) {
        return call.value("gpg-homedir")
                .map(home -> new GpgHome(Path.of(home)))
                .orElseGet(() -> GpgHome.ofUser(call.environment()));
    }
}
