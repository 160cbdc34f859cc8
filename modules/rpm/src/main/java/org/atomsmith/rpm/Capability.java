package org.atomsmith.rpm;

import java.util.Optional;

/** What a package provides: a name, with the version of it when one is stated. */
public record Capability(String name, Optional<Evr> evr) {

    @Override
    public String toString() {
        return evr.map(e -> name + " = " + e).orElse(name);
    }
}
