package org.atomsmith.compose.install;

import java.util.List;

/** Every kind of package that can be installed. */
public final class PackageKinds {
    private static final List<PackageKind> ALL = List.of(new DebKind(), new RpmKind());

    private PackageKinds() {}

    /**
     * The kind of that name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static PackageKind of(String name) {
        return ALL.stream()
                .filter(k -> k.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no kind of package is called '" + name + "'"));
    }
}
