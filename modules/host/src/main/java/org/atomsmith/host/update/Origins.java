package org.atomsmith.host.update;

import org.atomsmith.host.system.HostException;
import org.atomsmith.ostree.repo.KeyFile;
import org.atomsmith.ostree.sysroot.Origin;

/** Changes of where a deployment comes from. */
final class Origins {
    private Origins() {}

    /** The same wishes on top of another ref; libostree reads {@code refspec}, and leaves {@code baserefspec} alone. */
    static Origin withRefspec(Origin origin, Refspec refspec) throws HostException {
        KeyFile file = origin.file();
        boolean layered = file.get("origin", "baserefspec").isPresent();
        KeyFile without = file.without("origin", "refspec")
                .without("origin", "baserefspec")
                .without("origin", "container-image-reference")
                .without("origin", "override-commit");
        if (refspec.container().isPresent()) {
            return new Origin(without.with("origin", "container-image-reference", refspec.text()));
        }
        return new Origin(without.with("origin", layered ? "baserefspec" : "refspec", refspec.text()));
    }
}
