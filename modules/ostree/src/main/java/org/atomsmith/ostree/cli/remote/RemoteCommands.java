package org.atomsmith.ostree.cli.remote;

import java.util.List;
import java.util.Optional;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Group;

/** {@code ostree remote}: where a repository pulls from. */
public final class RemoteCommands implements Group {
    /** What the help says of it. */
    public static final String SUMMARY = "Remote commands that may involve internet access";

    @Override
    public List<String> path() {
        return List.of("remote");
    }

    @Override
    public List<String> names() {
        return List.of(
                "add",
                "delete",
                "show-url",
                "list",
                "gpg-import",
                "gpg-list-keys",
                "add-cookie",
                "delete-cookie",
                "list-cookies",
                "refs",
                "summary");
    }

    @Override
    public Optional<Command> command(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "add" -> new AddRemoteCommand();
                    case "delete" -> new DeleteRemoteCommand();
                    case "show-url" -> new ShowUrlCommand();
                    case "list" -> new ListRemotesCommand();
                    case "gpg-import" -> new GpgImportCommand();
                    case "gpg-list-keys" -> new GpgListKeysCommand();
                    case "add-cookie" -> new AddCookieCommand();
                    case "delete-cookie" -> new DeleteCookieCommand();
                    case "list-cookies" -> new ListCookiesCommand();
                    case "refs" -> new RemoteRefsCommand();
                    case "summary" -> new RemoteSummaryCommand();
                    default -> null;
                });
    }
}
