package org.atomsmith.ostree.delta;

import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.ObjectName;

/** One object that a part makes, and where in the part it says how. Offsets and lengths are inside the part. */
sealed interface PartObject {

    /** Its name. */
    ObjectName name();

    /** A metadata object that is a piece of the payload. */
    record Metadata(ObjectName name, long offset, int length) implements PartObject {}

    /** A file whose content is a piece of the payload, or a symbolic link (of no content). */
    record Spliced(ObjectName name, FileHeader header, long offset, long size) implements PartObject {}

    /**
     * A file that operations build, those from {@code start} to its {@code c}.
     *
     * @param source where in the payload the checksum of the source is that was set before; -1 for none
     */
    record Built(ObjectName name, FileHeader header, long size, long start, long source) implements PartObject {}
}
