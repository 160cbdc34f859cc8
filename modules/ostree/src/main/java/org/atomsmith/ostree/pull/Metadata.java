package org.atomsmith.ostree.pull;

import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.CorruptObjectException;
import org.atomsmith.ostree.object.ObjectName;

/** What metadata objects must be before anything is made of them. */
final class Metadata {
    private Metadata() {}

    /** Refuses bytes that are not those that the name says. */
    static void requireSame(ObjectName name, byte[] bytes) throws CorruptObjectException {
        Checksum actual = Checksum.digest(bytes);
        if (!actual.equals(name.checksum())) {
            throw new CorruptObjectException("Corrupted " + name.type().extension() + " object; checksum expected='"
                    + name.checksum() + "' actual='" + actual + "'");
        }
    }
}
