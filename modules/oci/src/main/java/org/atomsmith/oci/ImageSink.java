package org.atomsmith.oci;

import java.io.IOException;
import java.nio.file.Path;

/** A repository of images to write to. */
public interface ImageSink {

    /** Whether content is there already. */
    boolean has(Descriptor descriptor) throws IOException;

    /** Writes content that is in a file, which has the descriptor's digest and size. */
    void put(Descriptor descriptor, Path content) throws IOException;

    /** Writes small content. */
    void put(Descriptor descriptor, byte[] content) throws IOException;

    /** Writes a manifest and gives it a tag, last: what it names is there. */
    void putManifest(String tag, byte[] manifest) throws IOException;
}
