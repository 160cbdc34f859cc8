package org.atomsmith.compose.tree;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Contents of files: the cache repository, as composing uses it. */
public interface ObjectStore {

    /** Stores a small content and returns its node. */
    Node.File store(byte[] content, int uid, int gid, int mode) throws IOException;

    /** Stores a stream of exactly {@code size} bytes under the given metadata and returns its node. */
    Node.File store(InputStream content, long size, Node.Stored metadata) throws IOException;

    /** Whether a content is there, whole. */
    boolean has(Node.File file) throws IOException;

    /** Whether all contents of a tree are there, whole. */
    boolean hasAll(FileTree tree) throws IOException;

    /** The file that holds a content and nothing else; never to be written to. */
    Path path(Node.File file);

    /** Whether the file that holds a content has the node's owner, mode and attributes too, so that it can be linked. */
    boolean isLinkable(Node.File file) throws IOException;

    /** Makes everything stored so far last; what refers to it may be written after that. */
    void flush() throws IOException;

    /** Opens a content. */
    InputStream open(Node.File file) throws IOException;

    /** Reads a whole content of at most 64 MiB. */
    default byte[] read(Node.File file) throws IOException {
        if (file.size() > 1 << 26) {
            throw new IOException("a file of " + file.size() + " bytes is too large to be read at once");
        }
        try (InputStream in = open(file)) {
            return in.readAllBytes();
        }
    }
}
