package org.atomsmith.ostree;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.atomsmith.event.EventSink;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.CommitBuilder;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.atomsmith.ostree.repo.Transaction;
import org.atomsmith.ostree.tree.Checkout;
import org.atomsmith.ostree.tree.DirectoryImport;
import org.atomsmith.ostree.tree.ImportFilter;
import org.atomsmith.ostree.tree.MergePolicy;
import org.atomsmith.ostree.tree.ObjectCopy;
import org.atomsmith.ostree.tree.Tree;
import org.atomsmith.ostree.tree.TreeBuilder;
import org.atomsmith.ostree.tree.TreeNode;
import org.atomsmith.ostree.tree.TreeRoot;

/** Wall times of the engine on a directory: {@code Timings DIRECTORY SCRATCH}. Not a test. */
public final class Timings {

    private Timings() {}

    /** Times everything, in one process from a cold start. */
    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        Path scratch = Path.of(args[1]);
        Files.createDirectories(scratch);
        Repository cache = Repository.create(scratch.resolve("bare-user"), RepositoryMode.BARE_USER);
        Repository archive = Repository.create(scratch.resolve("archive"), RepositoryMode.ARCHIVE);
        Checksum commit = timed("commit to bare-user", () -> commit(cache, directory));
        timed("commit to bare-user, unchanged", () -> commit(cache, directory));
        Tree tree = timed("load the tree", () -> Tree.load(cache, commit));
        timed("load the tree again", () -> Tree.load(cache, commit));
        System.out.println(tree.statistics());
        timed(
                "merge it into a builder, build, hash",
                () -> new TreeBuilder()
                        .merge(tree, MergePolicy.overlay())
                        .build()
                        .checksums());
        timed("checkout by hard links", () -> new Checkout(cache, true).checkout(tree, scratch.resolve("checkout")));
        timed("checkout by copies", () -> new Checkout(cache, false).checkout(tree, scratch.resolve("copies")));
        timed("bare-user -> archive", () -> copy(cache, archive, commit));
        timed("bare-user -> archive, unchanged", () -> copy(cache, archive, commit));
        Repository bare = Repository.create(scratch.resolve("bare"), RepositoryMode.BARE);
        timed("archive -> bare", () -> copy(archive, bare, commit));
        timed("verify every object of the archive", () -> {
            tree.walk((path, node) -> {
                if (node instanceof TreeNode.File file) {
                    archive.verify(ObjectName.file(file.checksum()));
                }
            });
            return "ok";
        });
    }

    private static Checksum commit(Repository repository, Path directory) throws IOException {
        try (Transaction transaction = repository.begin()) {
            Tree tree = new DirectoryImport(transaction, ImportFilter.ALL).read(directory);
            TreeRoot root = tree.write(transaction);
            Checksum commit = transaction.write(new CommitBuilder(root.tree(), root.meta(), 1_577_836_800L)
                    .refBinding(List.of("main"))
                    .build());
            transaction.setRef("main", commit);
            long staged = System.nanoTime();
            transaction.commit();
            System.out.printf(Locale.ROOT, "%32s %8.2f s%n", "(of it, sync)", (System.nanoTime() - staged) / 1e9);
            return commit;
        }
    }

    private static String copy(Repository from, Repository to, Checksum commit) throws IOException {
        try (Transaction transaction = to.begin()) {
            ObjectCopy.Result result = new ObjectCopy(from, transaction, EventSink.none()).copyCommit(commit);
            transaction.setRef("main", commit);
            long staged = System.nanoTime();
            transaction.commit();
            System.out.printf(Locale.ROOT, "%32s %8.2f s%n", "(of it, sync)", (System.nanoTime() - staged) / 1e9);
            return result.toString();
        }
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static <T> T timed(String what, Callable<T> work) throws Exception {
        long begun = System.nanoTime();
        long cpuBegun = cpuNanos();
        T result = work.call();
        double seconds = (System.nanoTime() - begun) / 1e9;
        double cpu = (cpuNanos() - cpuBegun) / 1e9;
        String text = result.toString();
        System.out.printf(
                Locale.ROOT,
                "%-40s %8.2f s wall %8.2f s cpu  %s%n",
                what,
                seconds,
                cpu,
                text.substring(0, Math.min(70, text.length())));
        return result;
    }
}
