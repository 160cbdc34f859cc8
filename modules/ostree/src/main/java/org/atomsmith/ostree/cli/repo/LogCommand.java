package org.atomsmith.ostree.cli.repo;

import java.io.IOException;
import java.util.Optional;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.repo.Repository;

/** {@code ostree log}: a commit and those before it. */
public final class LogCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository(
                "REV", "Show log starting at commit or ref", Option.flag("raw", "Show raw variant data"));
    }

    @Override
    public int run(Call call) throws IOException {
        if (call.arguments().isEmpty()) {
            throw new UsageException("A rev argument is required");
        }
        Repository repository = call.repository();
        Optional<Checksum> next = Optional.of(repository.resolve(call.argument(0, "REV")));
        boolean first = true;
        while (next.isPresent()) {
            if (!first && !repository.has(new ObjectName(ObjectType.COMMIT, next.get()))) {
                call.out().println("<< History beyond this commit not fetched >>");
                return 0;
            }
            Commit commit = repository.readCommit(next.get());
            if (call.has("raw")) {
                call.out().println("commit " + next.get());
                call.out()
                        .println(Variant.parse(Commit.TYPE, repository.readMetadata(ObjectType.COMMIT, next.get()))
                                .byteSwapped()
                                .print(true));
            } else {
                CommitText.print(call.out(), next.get(), commit);
            }
            next = commit.parent();
            first = false;
        }
        return 0;
    }
}
