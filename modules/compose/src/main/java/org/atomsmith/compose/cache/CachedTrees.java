package org.atomsmith.compose.cache;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.NodeCodec;
import org.atomsmith.compose.tree.ObjectStore;

/** Trees that are kept between builds: what is expensive to make comes back as long as its contents are there. */
public final class CachedTrees {
    private final BuildCache cache;
    private final ObjectStore objects;
    private final String kind;

    /** Trees of one kind. */
    public CachedTrees(BuildCache cache, ObjectStore objects, String kind) {
        this.cache = cache;
        this.objects = objects;
        this.kind = kind;
    }

    /** The tree of that key; empty when it is not there, damaged, or refers to contents that are gone. */
    public Optional<FileTree> find(String key) throws IOException {
        Optional<InputStream> entry = cache.find(kind, key);
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        FileTree tree;
        try (InputStream in = entry.get()) {
            tree = NodeCodec.read(in);
        } catch (IOException damaged) {
            return Optional.empty();
        }
        return objects.hasAll(tree) ? Optional.of(tree) : Optional.empty();
    }

    /** Keeps a tree, once its contents last. */
    public void put(String key, FileTree tree) throws IOException {
        objects.flush();
        cache.put(kind, key, out -> NodeCodec.write(tree, out));
    }
}
