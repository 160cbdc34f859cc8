package org.atomsmith.ostree.cli.local;

import java.io.IOException;
import java.util.List;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.DirMeta;
import org.atomsmith.ostree.object.DirTree;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.Xattrs;
import org.atomsmith.ostree.repo.ContentInfo;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.tree.TreeReader;
import org.atomsmith.ostree.tree.TreeRoot;

/** {@code ostree ls}: lists files of a commit. */
public final class LsCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository(
                "COMMIT [PATH...]",
                "List file paths",
                Option.flag("dironly", 'd', "Do not recurse into directory arguments"),
                Option.flag("recursive", 'R', "Print directories recursively"),
                Option.flag("checksum", 'C', "Print checksum"),
                Option.flag("xattrs", 'X', "Print extended attributes"),
                Option.flag("nul-filenames-only", "Print only filenames, NUL separated"));
    }

    @Override
    public int run(Call call) throws IOException {
        Repository repository = call.repository();
        Checksum commit = repository.resolve(call.argument(0, "COMMIT"));
        TreeRoot root = TreeRoot.of(repository.readCommit(commit));
        List<String> paths = call.arguments().size() > 1
                ? call.arguments().subList(1, call.arguments().size())
                : List.of("/");
        Listing listing = new Listing(call, repository);
        for (String path : paths) {
            String at = absolute(path);
            switch (new TreeReader(repository).get(root, at)) {
                case TreeReader.Entry.File file -> listing.file(at, file.checksum());
                case TreeReader.Entry.Directory directory -> listing.argument(at, directory.root());
            }
        }
        return 0;
    }

    /** The path from the root, without what does not matter in it. */
    private static String absolute(String path) {
        StringBuilder absolute = new StringBuilder();
        for (String name : path.split("/", -1)) {
            if (!name.isEmpty() && !name.equals(".")) {
                absolute.append('/').append(name);
            }
        }
        return absolute.isEmpty() ? "/" : absolute.toString();
    }

    private record Listing(Call call, Repository repository) {
        void argument(String path, TreeRoot root) throws IOException {
            directory(path, root);
            if (!call.has("dironly")) {
                children(path, root);
            }
        }

        private void children(String path, TreeRoot root) throws IOException {
            DirTree entries = repository.readDirTree(root.tree());
            String parent = path.equals("/") ? "/" : path + "/";
            for (DirTree.File file : entries.files()) {
                file(parent + file.name(), file.checksum());
            }
            for (DirTree.Directory sub : entries.directories()) {
                TreeRoot below = new TreeRoot(sub.tree(), sub.meta());
                directory(parent + sub.name(), below);
                if (call.has("recursive")) {
                    children(parent + sub.name(), below);
                }
            }
        }

        void file(String path, Checksum checksum) throws IOException {
            if (namesOnly(path)) {
                return;
            }
            ContentInfo info = repository.contentInfo(checksum);
            FileHeader header = info.header();
            StringBuilder line = new StringBuilder();
            mode(line, header.isSymlink() ? 'l' : '-', header.permissions(), header.uid(), header.gid(), info.size());
            if (call.has("checksum")) {
                line.append(checksum.hex()).append(' ');
            }
            xattrs(line, header.xattrs());
            line.append(path);
            if (header.isSymlink()) {
                line.append(" -> ").append(header.symlinkTarget());
            }
            call.out().println(line);
        }

        private void directory(String path, TreeRoot root) throws IOException {
            if (namesOnly(path)) {
                return;
            }
            DirMeta meta = repository.readDirMeta(root.meta());
            StringBuilder line = new StringBuilder();
            mode(line, 'd', meta.permissions(), meta.uid(), meta.gid(), 0);
            if (call.has("checksum")) {
                line.append(root.tree().hex())
                        .append(' ')
                        .append(root.meta().hex())
                        .append(' ');
            }
            xattrs(line, meta.xattrs());
            call.out().println(line.append(path));
        }

        private boolean namesOnly(String path) {
            if (call.has("nul-filenames-only")) {
                call.out().print(path + "\0");
                return true;
            }
            return false;
        }

        private static void mode(StringBuilder line, char kind, int permissions, int uid, int gid, long size) {
            String octal = Integer.toOctalString(permissions);
            line.append(kind)
                    .append('0')
                    .repeat('0', Math.max(0, 4 - octal.length()))
                    .append(octal)
                    .append(' ')
                    .append(Integer.toUnsignedString(uid))
                    .append(' ')
                    .append(Integer.toUnsignedString(gid))
                    .append(' ');
            String length = Long.toString(size);
            line.repeat(' ', Math.max(0, 6 - length.length())).append(length).append(' ');
        }

        private void xattrs(StringBuilder line, Xattrs xattrs) {
            if (!call.has("xattrs")) {
                return;
            }
            line.append("{ ").append(xattrs.toVariant().print(true)).append(" } ");
        }
    }
}
