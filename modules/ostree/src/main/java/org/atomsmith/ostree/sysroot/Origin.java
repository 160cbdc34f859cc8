package org.atomsmith.ostree.sysroot;

import java.util.Optional;
import org.atomsmith.ostree.repo.KeyFile;

/**
 * A deployment's {@code .origin} file: where updates come from.
 *
 * @param file all groups and keys
 */
public record Origin(KeyFile file) {

    /** An origin that says nothing. */
    public static final Origin NONE = new Origin(KeyFile.EMPTY);

    /** The origin of a refspec: {@code <remote>:<ref>}. */
    public static Origin ofRefspec(String refspec) {
        return new Origin(KeyFile.EMPTY.with("origin", "refspec", refspec));
    }

    /** Reads an origin file. */
    public static Origin parse(String text, String source) {
        return new Origin(KeyFile.parse(text, source));
    }

    /**
     * {@code refspec}, or {@code baserefspec} where packages are layered on top, or {@code container-image-reference}
     * where the tree comes in a container image.
     */
    public Optional<String> refspec() {
        return file.get("origin", "refspec")
                .or(() -> file.get("origin", "baserefspec"))
                .or(() -> file.get("origin", "container-image-reference"));
    }

    /** This origin for another deployment: without what was said of this one alone (pinned, unlocked). */
    public Origin withoutTransientState() {
        return new Origin(file.withoutGroup("libostree-transient").without("origin", "unlocked"));
    }

    /** The file's text. */
    public String text() {
        return file.text();
    }
}
