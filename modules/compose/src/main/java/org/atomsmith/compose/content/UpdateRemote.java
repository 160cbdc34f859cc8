package org.atomsmith.compose.content;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.atomsmith.compose.layout.LayoutRule;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.ObjectStore;
import org.atomsmith.compose.treefile.Treefile;

/** Tells the host where its updates come from and which key they are signed with ({@code updates}). */
final class UpdateRemote implements LayoutRule {
    private final Treefile.Updates updates;

    UpdateRemote(Treefile.Updates updates) {
        this.updates = updates;
    }

    @Override
    public void apply(FileTree tree, ObjectStore objects) throws IOException {
        String remote = updates.remote().value();
        StringBuilder config = new StringBuilder("[remote \"" + remote + "\"]\n");
        config.append("url=").append(updates.url().value()).append('\n');
        if (updates.key().isEmpty()) {
            config.append("gpg-verify=false\nsign-verify=false\n");
        } else {
            byte[] key = Files.readAllBytes(updates.key().get().value());
            boolean openPgp = isOpenPgp(key);
            String trusted = openPgp
                    ? "usr/share/ostree/keys/" + remote + ".asc"
                    : "usr/share/ostree/trusted.ed25519.d/" + remote + ".pub";
            tree.put(trusted, objects.store(key, 0, 0, 0644));
            config.append(
                    openPgp
                            ? "gpg-verify=true\ngpgkeypath=/" + trusted + "\nsign-verify=false\n"
                            : "gpg-verify=false\nsign-verify=ed25519\nverification-ed25519-file=/" + trusted + "\n");
        }
        tree.put(
                "etc/ostree/remotes.d/" + remote + ".conf",
                objects.store(config.toString().getBytes(StandardCharsets.UTF_8), 0, 0, 0644));
    }

    /** Armored or binary OpenPGP; ed25519 keys are lines of base64. */
    private static boolean isOpenPgp(byte[] key) {
        return key.length > 0
                && (key[0] < 0 || new String(key, StandardCharsets.ISO_8859_1).startsWith("-----BEGIN PGP PUBLIC"));
    }
}
