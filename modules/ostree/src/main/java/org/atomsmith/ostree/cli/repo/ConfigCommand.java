package org.atomsmith.ostree.cli.repo;

import java.io.IOException;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.repo.KeyFile;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryException;

/** {@code ostree config}: reads and changes settings of a repository. */
public final class ConfigCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository(
                "(get KEY|set KEY VALUE|unset KEY)",
                "Change repo configuration settings",
                Option.value("group", "GROUP", "Group name followed by key for get, set or unset"));
    }

    @Override
    public int run(Call call) throws IOException {
        if (call.arguments().isEmpty()) {
            throw new UsageException("OPERATION must be specified");
        }
        String operation = call.argument(0, "OPERATION");
        Repository repository = call.repository();
        KeyFile config = repository.config().file();
        switch (operation) {
            case "get" -> {
                Place place = place(call, 2, "KEY must be specified");
                if (!config.groups().containsKey(place.group)) {
                    throw new RepositoryException("Key file does not have group \u201c" + place.group + "\u201d");
                }
                call.out()
                        .println(config.get(place.group, place.key)
                                .orElseThrow(() -> new RepositoryException("Key file does not have key \u201c"
                                        + place.key + "\u201d in group \u201c" + place.group + "\u201d")));
            }
            case "set" -> {
                Place place = place(call, 3, "KEY and VALUE must be specified");
                repository.writeConfig(config.with(place.group, place.key, call.argument(2, "VALUE")));
            }
            case "unset" -> {
                Place place = place(call, 2, "KEY must be specified");
                repository.writeConfig(config.without(place.group, place.key));
            }
            default -> throw new UsageException("Unknown operation " + operation);
        }
        return 0;
    }

    private record Place(String group, String key) {}

    private static Place place(Call call, int arguments, String missing) throws RepositoryException {
        if (call.arguments().size() < arguments) {
            throw new RepositoryException(missing);
        }
        if (call.arguments().size() > arguments) {
            throw new RepositoryException("Too many arguments given");
        }
        String name = call.argument(1, "KEY");
        if (call.has("group")) {
            return new Place(call.value("group").orElseThrow(), name);
        }
        // The name of a remote, in its quotes, may hold dots.
        int dot = name.indexOf('.', Math.max(0, name.lastIndexOf('"')));
        if (dot <= 0) {
            throw new RepositoryException("Key must be of the form \"sectionname.keyname\"");
        }
        return new Place(name.substring(0, dot), name.substring(dot + 1));
    }
}
