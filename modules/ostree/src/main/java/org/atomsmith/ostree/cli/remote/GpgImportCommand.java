package org.atomsmith.ostree.cli.remote;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.gpg.GpgKeyring;
import org.atomsmith.ostree.remote.Remote;
import org.atomsmith.ostree.sign.SignatureKeyException;
import org.atomsmith.ostree.trust.GpgKeyImport;
import org.atomsmith.ostree.trust.GpgKeyrings;

/** {@code ostree remote gpg-import}: trusts OpenPGP keys for what a remote serves. */
public final class GpgImportCommand implements Command {
    /** No keyring is larger than this many bytes. */
    private static final int MAX_STANDARD_INPUT = 64 << 20;

    @Override
    public Syntax syntax() {
        return Syntax.onRepository(
                "NAME [KEY-ID...]",
                "Import GPG keys",
                Option.value("keyring", 'k', "FILE", "Import keys from a keyring file (repeatable)"),
                Option.flag("stdin", "Import keys from standard input"));
    }

    @Override
    public int run(Call call) throws IOException {
        String name = RemotePlace.name(call);
        if (call.has("keyring") && call.has("stdin")) {
            throw new UsageException("--keyring and --stdin are mutually exclusive");
        }
        Remote remote = RemotePlace.of(call).remotes().get(name);
        GpgKeyring keys = source(call);
        List<String> ids = call.arguments().subList(1, call.arguments().size());
        if (!ids.isEmpty()) {
            GpgKeyring chosen = GpgKeyring.EMPTY;
            for (String id : ids) {
                GpgKeyring found = keys.select(id);
                if (found.certificates().isEmpty()) {
                    throw new SignatureKeyException("Unable to locate public key for \"" + id + "\"");
                }
                chosen = chosen.with(found);
            }
            keys = chosen;
        }
        report(call, name, GpgKeyImport.into(remote.keyring(), keys));
        return 0;
    }

    private static GpgKeyring source(Call call) throws IOException {
        if (call.has("stdin")) {
            return GpgKeyring.parse(call.in().readNBytes(MAX_STANDARD_INPUT), "standard input");
        }
        if (!call.has("keyring")) {
            return new GpgKeyrings(call.environment()).personal();
        }
        GpgKeyring keys = GpgKeyring.EMPTY;
        for (String file : call.values("keyring")) {
            keys = keys.with(GpgKeyring.read(Path.of(file)));
        }
        return keys;
    }

    static void report(Call call, String remote, int imported) {
        call.out()
                .println("Imported " + imported + (imported == 1 ? " GPG key" : " GPG keys") + " to remote \"" + remote
                        + "\"");
    }
}
