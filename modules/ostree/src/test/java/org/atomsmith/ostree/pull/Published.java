package org.atomsmith.ostree.pull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atomsmith.ostree.OstreeCommand;
import org.atomsmith.ostree.object.Checksum;

/** What libostree commits for pulls to bring. */
final class Published {
    private static final int DIRECTORIES = 5;

    private Published() {}

    /** A tree of files of many sizes, and of links. */
    static Path tree(Path directory, int filesOfEach) throws IOException {
        Path tree = directory.resolve("tree");
        for (int d = 0; d < DIRECTORIES; d++) {
            Path sub = Files.createDirectories(tree.resolve("usr/share/" + d));
            for (int f = 0; f < filesOfEach; f++) {
                Files.writeString(sub.resolve("file" + f), ("content " + d + " " + f + "\n").repeat(100 * f));
            }
            Files.createSymbolicLink(sub.resolve("link"), Path.of("file1"));
        }
        return tree;
    }

    /** Commits a tree to a new archive repository. */
    static Checksum commit(Path archive, String ref, Path tree) throws IOException {
        OstreeCommand.ostree(archive, "init", "--mode=archive");
        return Checksum.parse(OstreeCommand.ostree(
                        archive, "commit", "-b", ref, "--owner-uid=0", "--owner-gid=0", "--tree=dir=" + tree)
                .strip());
    }
}
