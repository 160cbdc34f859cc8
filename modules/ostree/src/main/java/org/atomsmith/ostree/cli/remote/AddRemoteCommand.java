package org.atomsmith.ostree.cli.remote;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.gpg.GpgKeyring;
import org.atomsmith.ostree.repo.RepositoryException;
import org.atomsmith.ostree.sign.SignatureType;
import org.atomsmith.ostree.trust.GpgKeyImport;

/** {@code ostree remote add}: adds a remote. */
public final class AddRemoteCommand implements Command {
    private static final String METALINK = "metalink=";

    @Override
    public Syntax syntax() {
        return Syntax.onRepository(
                "NAME [metalink=|mirrorlist=]URL [BRANCH...]",
                "Add a remote repository",
                Option.value("set", "KEY=VALUE", "Set config option KEY=VALUE for remote"),
                Option.flag("no-gpg-verify", "Disable GPG verification"),
                Option.flag("no-sign-verify", "Disable signature verification"),
                Option.value(
                        "sign-verify",
                        "KEYTYPE=[inline|file]:PUBKEY",
                        "Verify signatures using KEYTYPE=inline:PUBKEY or KEYTYPE=file:/path/to/key"),
                Option.flag("if-not-exists", "Do nothing if the provided remote exists"),
                Option.flag("force", "Replace the provided remote if it exists"),
                Option.value("gpg-import", "FILE", "Import GPG key from FILE"),
                Option.value("custom-backend", "NAME", "This remote has content not fetched via libostree"),
                Option.value("contenturl", "URL", "Use URL when fetching content"),
                Option.value(
                        "collection-id",
                        "COLLECTION-ID",
                        "Globally unique ID for this repository as an collection of refs for redistribution to other"
                                + " repositories"),
                RemotePlace.SYSROOT);
    }

    @Override
    public int run(Call call) throws IOException {
        // What another program fetches needs no address.
        if (call.arguments().size() < (call.has("custom-backend") ? 1 : 2)) {
            throw new UsageException("NAME and URL must be specified");
        }
        if (call.has("if-not-exists") && call.has("force")) {
            throw new UsageException("Can only specify one of --if-not-exists and --force");
        }
        SequencedMap<String, String> options = options(call);
        RemotePlace place = RemotePlace.of(call);
        String name = call.argument(0, "NAME");
        boolean there = place.remotes().find(name).isPresent();
        if (there && call.has("if-not-exists")) {
            return 0;
        }
        if (there && !call.has("force")) {
            throw new RepositoryException("Remote configuration for \"" + name + "\" already exists: "
                    + place.remotes().get(name).file());
        }
        boolean inDirectory = place.repository().config().file().getBoolean("core", "add-remotes-config-dir", true);
        place.remotes().put(name, options, inDirectory);
        if (call.has("gpg-import")) {
            GpgKeyring keys = GpgKeyring.EMPTY;
            for (String file : call.values("gpg-import")) {
                keys = keys.with(GpgKeyring.read(Path.of(file)));
            }
            GpgImportCommand.report(
                    call, name, GpgKeyImport.into(place.repository().path().resolve(name + ".trustedkeys.gpg"), keys));
        }
        return 0;
    }

    private static SequencedMap<String, String> options(Call call) {
        SequencedMap<String, String> options = new LinkedHashMap<>();
        call.argument(1)
                .ifPresent(url -> options.put(
                        url.startsWith(METALINK) ? "metalink" : "url",
                        url.startsWith(METALINK) ? url.substring(METALINK.length()) : url));
        int first = Math.min(2, call.arguments().size());
        List<String> branches = call.arguments().subList(first, call.arguments().size());
        if (!branches.isEmpty()) {
            options.put("branches", String.join(";", branches) + ";");
        }
        call.value("contenturl").ifPresent(contenturl -> options.put("contenturl", contenturl));
        for (String set : call.values("set")) {
            int equals = set.indexOf('=');
            if (equals <= 0) {
                throw new UsageException("Missing '=' in KEY=VALUE for --set");
            }
            options.put(set.substring(0, equals), set.substring(equals + 1));
        }
        if (call.has("no-sign-verify")) {
            options.put("gpg-verify", "false");
            options.put("sign-verify", "false");
        }
        if (call.has("no-gpg-verify")) {
            options.put("gpg-verify", "false");
        }
        signVerify(call, options);
        call.value("collection-id").ifPresent(id -> options.put("collection-id", id));
        call.value("custom-backend").ifPresent(backend -> options.put("custom-backend", backend));
        return options;
    }

    private static void signVerify(Call call, SequencedMap<String, String> options) {
        StringBuilder types = new StringBuilder();
        for (String spec : call.values("sign-verify")) {
            int equals = spec.indexOf('=');
            if (equals < 0) {
                throw new UsageException("Failed to parse KEYTYPE=[inline|file]:DATA in " + spec);
            }
            SignatureType type = SignatureType.ofName(spec.substring(0, equals));
            String reference = spec.substring(equals + 1);
            int colon = reference.indexOf(':');
            String kind = colon < 0 ? reference : reference.substring(0, colon);
            String data = reference.substring(colon + 1);
            switch (kind) {
                case "inline" -> options.put("verification-" + type.typeName() + "-key", data);
                case "file" -> options.put("verification-" + type.typeName() + "-file", data);
                default -> throw new UsageException("Invalid key reference " + spec + ", expected inline|file");
            }
            types.append(types.isEmpty() ? "" : ",").append(type.typeName());
        }
        if (!types.isEmpty()) {
            options.put("sign-verify", types.toString());
        }
    }
}
