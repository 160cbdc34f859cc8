package org.atomsmith.deb;

import java.io.IOException;
import java.util.List;
import org.atomsmith.rpm.Dependency;

/** Whose files a package may overwrite: its field {@code Replaces} (Debian Policy 7.6.1). */
public final class DebReplaces {
    private DebReplaces() {}

    /**
     * The packages that a control paragraph replaces, by name. Their versions do not matter here: a fresh installation
     * holds the newest of both, and dpkg itself only lets go of files that the other package still names.
     *
     * @throws IOException when the paragraph or the field is malformed
     */
    public static List<String> names(String control) throws IOException {
        if (control.isBlank()) {
            return List.of();
        }
        Deb822.Stanza stanza = Deb822.single(control, "control");
        return Relations.simple("Replaces", stanza.value("Replaces"), "").stream()
                .map(Dependency.Simple::name)
                .toList();
    }
}
