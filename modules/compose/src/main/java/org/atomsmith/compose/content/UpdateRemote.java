package org.atomsmith.compose.content;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
        config.append("gpg-verify=false\n");
        if (updates.key().isPresent()) {
            Path key = updates.key().get().value();
            String trusted = "usr/share/ostree/trusted.ed25519.d/" + remote + ".pub";
            tree.put(trusted, objects.store(Files.readAllBytes(key), 0, 0, 0644));
            config.append("sign-verify=ed25519\n");
            config.append("verification-ed25519-file=/").append(trusted).append('\n');
        } else {
            config.append("sign-verify=false\n");
        }
        tree.put(
                "etc/ostree/remotes.d/" + remote + ".conf",
                objects.store(config.toString().getBytes(StandardCharsets.UTF_8), 0, 0, 0644));
    }
}
