package org.atomsmith.compose.tree;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Contents in memory, for trees that no program has to see. */
public final class MemoryObjects implements ObjectStore {
    private final Map<String, byte[]> contents = new HashMap<>();

    /** Stores a text as root's with mode 0644. */
    public Node.File text(String text) {
        return store(text.getBytes(StandardCharsets.UTF_8), 0, 0, 0644);
    }

    /** The text of a node. */
    public String text(Node node) throws IOException {
        return new String(read((Node.File) node), StandardCharsets.UTF_8);
    }

    @Override
    public Node.File store(byte[] content, int uid, int gid, int mode) {
        try {
            String name = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
            contents.put(name, content);
            return new Node.File(
                    uid,
                    gid,
                    mode,
                    Node.noXattrs(),
                    name,
                    new Node.Stored(uid, gid, mode, Node.noXattrs()),
                    content.length);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Node.File store(InputStream content, long size, Node.Stored metadata) throws IOException {
        return store(content.readNBytes((int) size), metadata.uid(), metadata.gid(), metadata.mode());
    }

    @Override
    public boolean has(Node.File file) {
        return contents.containsKey(file.object());
    }

    @Override
    public boolean hasAll(FileTree tree) {
        return true;
    }

    @Override
    public Path path(Node.File file) {
        throw new IllegalStateException("contents in memory have no path");
    }

    @Override
    public void flush() {
        // Nothing is kept elsewhere.
    }

    @Override
    public boolean isLinkable(Node.File file) {
        return false;
    }

    @Override
    public InputStream open(Node.File file) throws IOException {
        byte[] content = contents.get(file.object());
        if (content == null) {
            throw new IOException("no content " + file.object());
        }
        return new ByteArrayInputStream(content);
    }
}
