package org.atomsmith.oci;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A repository of images to read from. */
public interface ImageSource {

    /**
     * A document by a tag or a digest: a manifest, or an index of them.
     *
     * @param mediaType as the source gives it; may be empty
     */
    record Document(String mediaType, byte[] bytes) {}

    /** Reads a manifest or an index; one that is named by its digest has it. */
    Document document(String reference) throws IOException;

    /** The same, where there may be none. */
    Optional<Document> find(String reference) throws IOException;

    /** Opens content; the stream throws at its end when it is not what the descriptor says. */
    InputStream blob(Descriptor descriptor) throws IOException;
}
