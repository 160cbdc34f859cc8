package org.atomsmith.ostree.cli.local;

import java.io.IOException;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryConfig;
import org.atomsmith.ostree.repo.RepositoryMode;

/** {@code ostree init}: makes an empty repository. */
public final class InitCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository(
                "",
                "Initialize a new empty repository",
                Option.value(
                        "mode",
                        "MODE",
                        "Initialize repository in given mode (bare, bare-user, bare-user-only, archive)"),
                Option.value(
                        "collection-id", "COLLECTION-ID", "Globally unique ID for this repository as a collection"));
    }

    @Override
    public int run(Call call) throws IOException {
        String name = call.value("mode").orElse("bare");
        RepositoryMode mode = RepositoryMode.ofConfigName(name)
                .orElseThrow(() -> new UsageException("Invalid mode '" + name + "' in repository configuration"));
        RepositoryConfig config = RepositoryConfig.of(mode);
        Repository.create(
                call.repositoryPath(),
                call.value("collection-id")
                        .map(id -> new RepositoryConfig(config.file().with("core", "collection-id", id)))
                        .orElse(config));
        return 0;
    }
}
