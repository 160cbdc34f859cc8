package org.atomsmith.ostree.cli.repo;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.AutoSummary;
import org.atomsmith.ostree.repo.Refs;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryException;

/** {@code ostree refs}: lists, makes and removes refs. */
public final class RefsCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository(
                "[PREFIX]",
                "List refs",
                Option.flag("delete", "Delete refs which match PREFIX, rather than listing them"),
                Option.flag("list", "Do not remove the prefix from the refs"),
                Option.flag("revision", 'r', "Show revisions in listing"),
                Option.flag("alias", 'A', "If used with --create, create an alias, otherwise just list aliases"),
                Option.value("create", "NEWREF", "Create a new ref for an existing commit"),
                Option.flag("collections", 'c', "Enable listing collection IDs for refs"),
                Option.flag("force", "Overwrite existing refs when creating"));
    }

    @Override
    public int run(Call call) throws IOException {
        Repository repository = call.repository();
        boolean create = call.has("create");
        if (create && call.arguments().size() > 1) {
            throw new RepositoryException("You must specify only 1 existing ref when creating a new ref");
        }
        if (create && call.arguments().isEmpty()) {
            throw new RepositoryException("You must specify an existing ref when creating a new ref");
        }
        if (call.has("delete") && call.arguments().isEmpty()) {
            throw new RepositoryException("At least one PREFIX is required when deleting refs");
        }
        if (call.has("collections")) {
            return new CollectionRefs(call, repository).run();
        }
        if (create) {
            create(call, repository, call.value("create").orElseThrow(), call.argument(0, "REF"));
        } else if (call.has("delete")) {
            for (String prefix : call.arguments()) {
                delete(repository, prefix);
            }
            AutoSummary.afterRefsChanged(repository);
        } else if (call.arguments().isEmpty()) {
            list(call, repository, Optional.empty());
        } else {
            for (String prefix : call.arguments()) {
                list(call, repository, Optional.of(prefix));
            }
        }
        return 0;
    }

    private static void list(Call call, Repository repository, Optional<String> prefix) throws IOException {
        SortedMap<String, String> aliases =
                call.has("alias") ? repository.refs().aliases() : new TreeMap<>();
        for (Map.Entry<String, Checksum> ref : select(repository.refs(), prefix).entrySet()) {
            String name = ref.getKey();
            if (call.has("alias")) {
                if (aliases.containsKey(name)) {
                    call.out().println(name + " -> " + aliases.get(name));
                }
                continue;
            }
            boolean whole = call.has("list") || prefix.isEmpty() || !name.startsWith(prefix.get() + "/");
            // The prefix goes, but not the name of a remote in it.
            String shown = whole
                    ? name
                    : prefix.get().substring(0, prefix.get().indexOf(':') + 1)
                            + name.substring(prefix.get().length() + 1);
            call.out().println(shown + (call.has("revision") ? "\t" + ref.getValue() : ""));
        }
    }

    /** The refs that are named by a prefix, or are below it. */
    private static SortedMap<String, Checksum> select(Refs refs, Optional<String> prefix) throws IOException {
        if (prefix.isEmpty()) {
            return refs.listAll();
        }
        int colon = prefix.get().indexOf(':');
        String remote = colon < 0 ? "" : prefix.get().substring(0, colon);
        String path = prefix.get().substring(colon + 1);
        boolean all = colon >= 0 && (path.isEmpty() || path.equals("."));
        SortedMap<String, Checksum> chosen = new TreeMap<>();
        for (Map.Entry<String, Checksum> ref : (colon < 0 ? refs.list() : refs.listRemote(remote)).entrySet()) {
            String name = ref.getKey();
            if (all || name.equals(path) || name.startsWith(path + "/")) {
                chosen.put(colon < 0 ? name : remote + ":" + name, ref.getValue());
            }
        }
        return chosen;
    }

    private static void delete(Repository repository, String prefix) throws IOException {
        Refs refs = repository.refs();
        SortedMap<String, Checksum> chosen = select(refs, Optional.of(prefix));
        for (Map.Entry<String, String> alias : refs.aliases().entrySet()) {
            if (chosen.containsKey(alias.getValue()) && !chosen.containsKey(alias.getKey())) {
                throw new RepositoryException(
                        "Ref '" + alias.getValue() + "' has an active alias: '" + alias.getKey() + "'");
            }
        }
        for (String ref : chosen.keySet()) {
            refs.delete(ref);
        }
    }

    private static void create(Call call, Repository repository, String name, String from) throws IOException {
        Refs refs = repository.refs();
        boolean replacesAlias = call.has("alias") && refs.aliases().containsKey(name);
        if (!call.has("force") && !replacesAlias && refs.resolve(name).isPresent()) {
            throw new RepositoryException("--create specified but ref " + name + " already exists");
        }
        if (call.has("alias")) {
            if (name.indexOf(':') >= 0) {
                throw new RepositoryException("Cannot create alias to remote ref: " + name);
            }
            if (from.indexOf(':') >= 0
                    || Checksum.tryParse(from).isPresent()
                    || refs.resolve(from).isEmpty()) {
                throw new RepositoryException("Cannot create alias to non-existent ref: " + from);
            }
            refs.setAlias(name, from);
        } else {
            refs.set(name, repository.resolve(from));
        }
        AutoSummary.afterRefsChanged(repository);
    }
}
