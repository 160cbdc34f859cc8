package org.atomsmith.ostree.repo;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.atomsmith.ostree.object.FileHeader;

/** A process that stages objects, says so and waits to be killed. */
final class TransactionVictim {

    private TransactionVictim() {}

    /** Arguments: the repository, and how many objects. */
    public static void main(String[] args) throws Exception {
        Repository repository = Repository.open(Path.of(args[0]));
        try (Transaction transaction = repository.begin()) {
            for (int i = 0; i < Integer.parseInt(args[1]); i++) {
                transaction.writeContent(FileHeader.regular(0644), content(i));
            }
            System.out.println("ready");
            System.out.flush();
            Thread.sleep(60_000);
        }
    }

    static byte[] content(int i) {
        return ("object " + i).getBytes(StandardCharsets.UTF_8);
    }
}
