package org.atomsmith.ostree.cli.remote;

import java.io.IOException;
import java.time.Instant;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.gpg.GpgCertificate;
import org.atomsmith.ostree.gpg.GpgKeyring;
import org.atomsmith.ostree.gpg.LocalTime;
import org.atomsmith.ostree.gpg.WebKeyDirectory;
import org.atomsmith.ostree.trust.GpgKeyrings;

/** {@code ostree remote gpg-list-keys}: the OpenPGP keys of a remote, or of the system. */
public final class GpgListKeysCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository("NAME", "Show remote GPG keys");
    }

    @Override
    public int run(Call call) throws IOException {
        GpgKeyrings keyrings = new GpgKeyrings(call.environment());
        GpgKeyring keys = call.arguments().isEmpty()
                ? keyrings.system()
                : keyrings.configured(RemotePlace.of(call).remotes().get(RemotePlace.name(call)));
        for (GpgCertificate certificate : keys.certificates()) {
            print(call, certificate);
        }
        return 0;
    }

    private static void print(Call call, GpgCertificate certificate) {
        Instant now = Instant.now();
        key(call, "Key: ", "  ", certificate.primary(), now);
        for (GpgCertificate.UserId user : certificate.userIds()) {
            call.out().println("  UID: " + user.text() + (user.revoked() ? " (revoked)" : ""));
            if (!user.address().isEmpty()) {
                WebKeyDirectory.of(user.address()).ifPresent(directory -> {
                    call.out().println("  Advanced update URL: " + directory.advanced());
                    call.out().println("  Direct update URL: " + directory.direct());
                });
            }
        }
        for (GpgCertificate.Key subkey : certificate.subkeys()) {
            key(call, "  Subkey: ", "    ", subkey, now);
        }
    }

    private static void key(Call call, String title, String indent, GpgCertificate.Key key, Instant now) {
        call.out().println(title + key.fingerprint() + (key.revoked() ? " (revoked)" : ""));
        call.out().println(indent + "Created: " + LocalTime.format(key.created()));
        key.expires()
                .ifPresent(end -> call.out()
                        .println(indent + (key.isExpired(now) ? "Expired: " : "Expires: ") + LocalTime.format(end)));
    }
}
