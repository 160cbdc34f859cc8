package org.atomsmith.ostree.sysroot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.linux.Trees;
import org.atomsmith.ostree.checkout.CheckoutOptions;
import org.atomsmith.ostree.checkout.TreeCheckout;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.tree.TreeReader;
import org.atomsmith.ostree.tree.TreeRoot;

/**
 * A stateroot's {@code /var}, which its deployments share. An empty one is filled from the first commit's; from then on
 * it is the system's own.
 */
final class StaterootVar {
    /** Is there while the files are copied, so that a copy that was killed is begun again. */
    private static final String UNFINISHED = ".ostree-initializing";

    private final Repository repository;
    private final Path directory;

    StaterootVar(Repository repository, Path directory) {
        this.repository = repository;
        this.directory = directory;
    }

    /** Fills it, if it is empty and the commit has one. */
    void initialize(TreeRoot commit) throws IOException {
        TreeReader reader = new TreeReader(repository);
        Optional<TreeRoot> var = DeploymentWriter.directory(reader, commit, "/var");
        if (var.isEmpty()) {
            return;
        }
        List<Path> there = Trees.list(directory);
        Path marker = directory.resolve(UNFINISHED);
        if (!there.isEmpty() && !Files.exists(marker)) {
            return;
        }
        if (there.isEmpty()) {
            Files.createFile(marker);
        }
        for (Path entry : there) {
            if (!entry.equals(marker)) {
                Trees.delete(entry);
            }
        }
        new TreeCheckout(repository, DeploymentWriter.options(CheckoutOptions.Links.NEVER))
                .directory(var.get(), directory);
        if (reader.find(commit, "/usr/lib/tmpfiles.d").isEmpty()) {
            standardDirectories();
        }
        LinuxFiles.syncFileSystem(directory);
        Files.delete(marker);
    }

    /** What systems without tmpfiles.d(5) were always given. */
    private void standardDirectories() throws IOException {
        for (String name : List.of("tmp", "lib", "log")) {
            Path made = directory.resolve(name);
            if (!Files.exists(made)) {
                LinuxFiles.mkdir(made, 0755);
                LinuxFiles.chmod(made, name.equals("tmp") ? 01777 : 0755);
            }
        }
        for (String name : List.of("run", "lock")) {
            Path link = directory.resolve(name);
            if (LinuxFiles.find(link).isEmpty()) {
                LinuxFiles.symlink(name.equals("run") ? "../run" : "../run/lock", link);
            }
        }
    }
}
