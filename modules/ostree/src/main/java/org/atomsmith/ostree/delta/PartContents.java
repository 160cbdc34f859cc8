package org.atomsmith.ostree.delta;

import java.util.Optional;

/**
 * What is in a part, counted.
 *
 * @param modes owners, groups and modes of files
 * @param xattrs sets of extended attributes
 * @param payloadSize bytes that operations refer to
 * @param operationsSize bytes of the operations
 * @param splices objects that are pieces of the payload
 * @param opens files that are built
 * @param writes pieces of the payload or of a source, in files that are built
 * @param sourcesSet how often an object is set as the source
 * @param sourcesUnset how often none is
 * @param closes ends of files that are built
 * @param patches bsdiff patches
 */
public record PartContents(
        int modes,
        int xattrs,
        long payloadSize,
        long operationsSize,
        long splices,
        long opens,
        long writes,
        long sourcesSet,
        long sourcesUnset,
        long closes,
        long patches) {

    static PartContents of(Part part, PartEntry entry) throws DeltaException {
        PartReader reader = new PartReader(part, entry);
        Optional<PartObject> object = reader.next();
        while (object.isPresent()) {
            object = reader.next();
        }
        long[] counts = reader.counts();
        return new PartContents(
                part.modes().size(),
                part.xattrs().size(),
                part.payload().byteSize(),
                part.operations().byteSize(),
                counts[0],
                counts[1],
                counts[2],
                counts[3],
                counts[4],
                counts[5],
                counts[6]);
    }
}
