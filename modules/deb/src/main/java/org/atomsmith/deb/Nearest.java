package org.atomsmith.deb;

import java.util.Collection;
import java.util.List;
import org.atomsmith.rpm.NearNames;

/** Says what was probably meant. */
final class Nearest {
    private Nearest() {}

    /** {@code " (did you mean 'x'?)"} when one of the names is near enough to what was found, else nothing. */
    static String hint(String found, Collection<String> names) {
        List<String> near = NearNames.of(found, names, 1);
        return near.isEmpty() ? "" : " (did you mean '" + near.getFirst() + "'?)";
    }
}
