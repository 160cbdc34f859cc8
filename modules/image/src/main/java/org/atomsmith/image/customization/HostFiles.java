package org.atomsmith.image.customization;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.atomsmith.ostree.tree.Tree;
import org.atomsmith.ostree.tree.TreeNode;

/**
 * The files of a commit as its host sees them: {@code etc} is the commit's {@code usr/etc}. Paths are relative to the root,
 * without a slash at either end.
 */
public final class HostFiles {
    private static final int MAX_LINKS = 40;
    private static final int LARGEST_TEXT = 16 << 20;

    private final Tree tree;
    private final Contents contents;

    /** Opens the content of a file of the commit. */
    @FunctionalInterface
    public interface Contents {
        /** The bytes, from the first. */
        InputStream open(TreeNode.File file) throws IOException;
    }

    /** The files of a tree, whose contents come from elsewhere. */
    public HostFiles(Tree tree, Contents contents) {
        this.tree = tree;
        this.contents = contents;
    }

    /** What is at a path; symbolic links are not followed. */
    Optional<TreeNode> find(String path) {
        return tree.find(path.equals("etc") || path.startsWith("etc/") ? "usr/" + path : path);
    }

    /** What a path leads to, links followed. */
    Optional<TreeNode> follow(String path) {
        return find(resolve(path)).filter(node -> link(node).isEmpty());
    }

    boolean has(String path) {
        return follow(path).isPresent();
    }

    /** Whether a program is there and may be run. */
    boolean hasProgram(String name) {
        return List.of("usr/bin/", "usr/sbin/").stream()
                .anyMatch(directory -> follow(directory + name).orElse(null) instanceof TreeNode.File file
                        && (file.header().permissions() & 0111) != 0);
    }

    /** The names in a directory, in the order of objects; none when it is not there. */
    List<String> names(String path) {
        return follow(path).orElse(null) instanceof TreeNode.Directory directory
                ? List.copyOf(directory.children().keySet())
                : List.of();
    }

    /** The text of a file; empty when there is none. */
    Optional<String> text(String path) throws IOException {
        if (!(follow(path).orElse(null) instanceof TreeNode.File file)) {
            return Optional.empty();
        }
        try (InputStream in = open(file)) {
            byte[] bytes = in.readNBytes(LARGEST_TEXT + 1);
            if (bytes.length > LARGEST_TEXT) {
                throw new IOException("/" + path + " of the commit is larger than 16 MiB: too large to be changed");
            }
            return Optional.of(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    InputStream open(TreeNode.File file) throws IOException {
        return contents.open(file);
    }

    /** The path without links, also that of something that is not there: {@code home/a} is {@code var/home/a}. */
    String resolve(String path) {
        Deque<String> rest = new ArrayDeque<>(List.of(path.split("/")));
        Deque<String> done = new ArrayDeque<>();
        int links = 0;
        while (!rest.isEmpty()) {
            String name = rest.removeFirst();
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            if (name.equals("..")) {
                done.pollLast();
                continue;
            }
            done.addLast(name);
            Optional<String> target = find(String.join("/", done)).flatMap(HostFiles::link);
            if (target.isPresent() && links++ < MAX_LINKS) {
                done.removeLast();
                if (target.get().startsWith("/")) {
                    done.clear();
                }
                List<String> parts = List.of(target.get().split("/"));
                for (int i = parts.size() - 1; i >= 0; i--) {
                    rest.addFirst(parts.get(i));
                }
            }
        }
        return String.join("/", done);
    }

    /** The target of a symbolic link. */
    static Optional<String> link(TreeNode node) {
        return node instanceof TreeNode.File file && file.header().isSymlink()
                ? Optional.of(file.header().symlinkTarget())
                : Optional.empty();
    }
}
