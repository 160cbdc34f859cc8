package org.atomsmith.compose.layout;

import java.io.IOException;
import java.util.List;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.ObjectStore;

/** Removes what must differ between machines or only says when and where the tree was made. */
final class NoIdentity implements LayoutRule {
    private static final List<String> REMOVED = List.of(
            "etc/.pwd.lock",
            "etc/.updated",
            "etc/adjtime",
            "etc/group-",
            "etc/gshadow-",
            "etc/hostname",
            "etc/machine-info",
            "etc/passwd-",
            "etc/shadow-",
            "etc/subgid-",
            "etc/subuid-",
            "var/.updated",
            "var/lib/dbus/machine-id",
            "var/lib/systemd/credential.secret",
            "var/lib/systemd/random-seed",
            "usr/lib/sysimage/dpkg/lock",
            "usr/lib/sysimage/dpkg/lock-frontend",
            "usr/lib/sysimage/dpkg/triggers/Lock",
            "usr/lib/sysimage/dpkg/status-old",
            "usr/lib/sysimage/dpkg/available-old",
            "usr/lib/sysimage/dpkg/diversions-old",
            "usr/lib/sysimage/dpkg/statoverride-old");

    private final boolean machineId;

    NoIdentity(boolean machineId) {
        this.machineId = machineId;
    }

    @Override
    public void apply(FileTree tree, ObjectStore objects) throws IOException {
        REMOVED.forEach(tree::remove);
        for (String name : tree.children("etc/ssh")) {
            if (name.startsWith("ssh_host_")) {
                tree.remove("etc/ssh/" + name);
            }
        }
        if (tree.get("etc/resolv.conf").orElse(null) instanceof Node.File) {
            tree.remove("etc/resolv.conf");
        }
        tree.remove("etc/machine-id");
        if (machineId) {
            tree.put("etc/machine-id", objects.store(new byte[0], 0, 0, 0444));
        }
    }
}
