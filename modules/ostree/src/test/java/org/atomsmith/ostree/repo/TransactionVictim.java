package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.CommitBuilder;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.tree.TreeBuilder;
import org.atomsmith.ostree.tree.TreeNode;
import org.atomsmith.ostree.tree.TreeRoot;

/** A process that stages objects, says so and waits to be killed; or one that commits without end. */
final class TransactionVictim {

    private TransactionVictim() {}

    /** Arguments: the repository, and how many objects; 0 commits without end. */
    public static void main(String[] args) throws Exception {
        Repository repository = Repository.open(Path.of(args[0]));
        if (args[1].equals("0")) {
            System.out.println("ready");
            System.out.flush();
            for (long n = ProcessHandle.current().pid() * 1_000_000L; ; n++) {
                commit(repository, n);
            }
        }
        try (Transaction transaction = repository.begin()) {
            for (int i = 0; i < Integer.parseInt(args[1]); i++) {
                transaction.writeContent(FileHeader.regular(0644), content(i));
            }
            System.out.println("ready");
            System.out.flush();
            Thread.sleep(60_000);
        }
    }

    private static void commit(Repository repository, long number) throws IOException {
        FileHeader header = FileHeader.regular(0644);
        TreeBuilder builder = new TreeBuilder();
        try (Transaction transaction = repository.begin()) {
            for (int i = 0; i < 50; i++) {
                byte[] content = (number + "/" + i).getBytes(StandardCharsets.UTF_8);
                Checksum checksum = transaction.writeContent(header, content);
                builder.put("d" + i % 7 + "/" + i, new TreeNode.File(checksum, header, content.length));
            }
            TreeRoot root = builder.build().write(transaction);
            transaction.setRef("main", transaction.write(new CommitBuilder(root.tree(), root.meta(), number).build()));
            transaction.commit();
        }
    }

    static byte[] content(int i) {
        return ("object " + i).getBytes(StandardCharsets.UTF_8);
    }
}
