package org.atomsmith.compose.install;

import java.io.IOException;
import java.util.Collection;
import org.atomsmith.rpm.PackageHeader;

/** Every kind of package that can be installed. */
public final class PackageKinds {
    private PackageKinds() {}

    /**
     * The kind of that name, for one installation.
     *
     * @param packages everything that will be installed
     * @param arch the machine, in RPM's spelling
     * @throws IllegalArgumentException when there is no such kind
     */
    public static PackageKind of(String name, Collection<PackageHeader> packages, String arch) throws IOException {
        return switch (name) {
            case "deb" -> new DebKind(packages, arch);
            case "rpm" -> new RpmKind();
            default -> throw new IllegalArgumentException("no kind of package is called '" + name + "'");
        };
    }
}
