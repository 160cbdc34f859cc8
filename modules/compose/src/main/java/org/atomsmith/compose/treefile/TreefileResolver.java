package org.atomsmith.compose.treefile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Makes a {@link Treefile} of merged settings: applies defaults, finds files, checks what shapes alone do not say. */
final class TreefileResolver {
    /** OSTREE_REF_REGEXP of libostree. */
    private static final Pattern REF = Pattern.compile("[\\w][-._\\w]*(/[-._\\w]+)*");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+-]*");
    private static final List<String> COMMITTED = List.of("usr", "etc", "bin", "sbin", "lib", "lib64");

    private final Path file;
    private final Settings settings;
    private final SortedMap<String, String> variables = new TreeMap<>();
    private final Problems problems;
    private final Lookup lookup;
    private final int edition;

    TreefileResolver(Path file, Settings settings, Map<String, Object> variables, Problems problems) {
        this.file = file;
        this.settings = settings;
        this.problems = problems;
        this.lookup = new Lookup(file, problems);
        variables.forEach((name, value) -> this.variables.put(name, value.toString()));
        this.edition = settings.text(Key.EDITION)
                .map(text -> Integer.parseInt(text.value()))
                .orElse(2014);
    }

    /** The treefile; empty when it lacks what nothing works without. All mistakes are told either way. */
    Optional<Treefile> resolve(List<Path> sources) {
        new Refusals(problems).check(settings);
        checkAssociatedDirectories(sources);
        String name = name();
        Optional<Located<String>> ref = ref(settings.text(Key.REF));
        Treefile.Packages packages = packages();
        Treefile.Content content = content();
        Treefile.HostSettings system = new HostSettingsReader(settings, problems, edition).read();
        Treefile.AccountSettings accounts = new AccountSettingsReader(settings, lookup, problems).read(edition);
        Optional<AutomaticVersion> version = version();
        Treefile.Image image = image();
        Optional<Treefile.Updates> updates = ref.flatMap(branch -> updates(name, branch));
        if (!settings.isWritten(Key.REF)) {
            problems.error(TextDocument.whole(file), "no 'ref'", "name the branch of the commit: 'ref: my/host'");
        }
        return ref.map(branch -> new Treefile(
                file,
                sources,
                name,
                edition,
                branch,
                variables.getOrDefault("basearch", ""),
                settings.text(Key.RELEASEVER).map(Located::value),
                new TreeMap<>(variables),
                version,
                packages,
                content,
                system,
                accounts,
                new Treefile.CommitFacts(
                        settings.choice(Key.REPO_METADATA, Treefile.Place.class, edition),
                        settings.choice(Key.ADVISORIES_METADATA, Treefile.Place.class, edition),
                        settings.values(Key.CONTAINER_CMD)),
                free(Key.METADATA),
                free(Key.ADD_COMMIT_METADATA),
                updates,
                image,
                settings.get(Key.CUSTOMIZATIONS).map(Node.Mapping.class::cast),
                json(packages),
                problems.warnings()));
    }

    /** Edition 2024 of rpm-ostree runs the programs in such a directory on the build machine. */
    private void checkAssociatedDirectories(List<Path> sources) {
        for (Path source : sources) {
            Path finalize = source.resolveSibling("finalize.d");
            if (edition >= 2024 && Files.isDirectory(finalize)) {
                problems.error(
                        TextDocument.whole(finalize),
                        "'finalize.d' is not built: its programs would run on this machine, outside of the tree",
                        "use 'postprocess'");
                return;
            }
        }
    }

    private String name() {
        String base = file.getFileName().toString().replaceFirst("\\.(ya?ml|json)$", "");
        Optional<Located<String>> written = settings.text(Key.NAME);
        written.filter(name -> !NAME.matcher(name.value()).matches())
                .ifPresent(name -> problems.error(
                        name.at(), "'" + name + "' cannot name artifacts", "use letters, digits and . _ + -"));
        Optional<Located<String>> retired = settings.get(Key.ROJIG)
                .map(Node.Mapping.class::cast)
                .flatMap(rojig -> field(rojig, "name"))
                .filter(name -> NAME.matcher(name.value()).matches());
        return written.or(() -> retired).map(Located::value).orElse(base);
    }

    private Optional<Located<String>> ref(Optional<Located<String>> written) {
        Optional<Located<String>> bad =
                written.filter(ref -> !REF.matcher(ref.value()).matches());
        bad.ifPresent(ref -> problems.error(
                ref.at(),
                "'" + ref + "' cannot be a branch",
                "use words of letters, digits and - . _ with '/' between them"));
        return bad.isPresent() ? Optional.empty() : written;
    }

    private Treefile.Packages packages() {
        PackageRequests requests = new PackageRequests(problems);
        List<Located<String>> all = requests.split(settings.strings(Key.PACKAGES));
        List<Located<String>> install = all.stream()
                .filter(one -> !PackageRequests.isGroup(one.value()))
                .toList();
        List<Located<String>> groups =
                all.stream().filter(one -> PackageRequests.isGroup(one.value())).toList();
        List<Treefile.FromRepository> fromRepos = fromRepos(requests);
        List<Located<String>> exclude = settings.strings(Key.EXCLUDE_PACKAGES);
        List<Located<String>> repos = settings.distinct(Key.REPOS);
        Set<String> excluded =
                new HashSet<>(exclude.stream().map(Located::value).toList());
        for (Located<String> request : install) {
            if (excluded.contains(request.value())) {
                problems.error(
                        request.at(),
                        "package '" + request + "' is in 'packages' and in 'exclude-packages'",
                        "remove it from one of them");
            }
        }
        if (!all.isEmpty() && repos.isEmpty() && !settings.isWritten(Key.REPOS)) {
            problems.error(all.getFirst().at(), "there are packages, but no 'repos' to get them from", "add 'repos'");
        }
        SortedMap<String, String> repovars = new TreeMap<>();
        if (settings.get(Key.REPOVARS).orElse(null) instanceof Node.Mapping mapping) {
            for (Node.Entry entry : mapping.entries()) {
                if (Set.of("basearch", "releasever").contains(entry.name())) {
                    problems.error(
                            entry.key().at(),
                            "the repository variable '" + entry.name() + "' is always defined",
                            "use the key '" + entry.name() + "'");
                }
                repovars.put(entry.name(), ((Node.Scalar) entry.value()).text());
            }
        }
        return new Treefile.Packages(
                repos,
                settings.distinct(Key.LOCKFILE_REPOS),
                repovars,
                install,
                groups,
                fromRepos,
                new ModuleSettingsReader(settings, problems).read(),
                exclude,
                settings.isOn(Key.RECOMMENDS, edition),
                settings.isOn(Key.DOCUMENTATION, edition),
                settings.get(Key.INSTALL_LANGS)
                        .map(_ -> settings.strings(Key.INSTALL_LANGS).stream()
                                .map(Located::value)
                                .distinct()
                                .toList()));
    }

    private List<Treefile.FromRepository> fromRepos(PackageRequests requests) {
        List<Treefile.FromRepository> result = new ArrayList<>();
        for (Node item : settings.items(Key.REPO_PACKAGES)) {
            Node.Mapping mapping = (Node.Mapping) item;
            List<Located<String>> packages =
                    requests.split(strings(mapping.get("packages").orElseThrow()));
            packages.stream()
                    .filter(one -> PackageRequests.isGroup(one.value()))
                    .forEach(group -> problems.error(
                            group.at(),
                            "the group '" + group + "' cannot stand in 'repo-packages'",
                            "name its packages"));
            result.add(new Treefile.FromRepository(field(mapping, "repo").orElseThrow(), packages));
        }
        return List.copyOf(result);
    }

    private Treefile.Content content() {
        List<Treefile.Layer> layers = new ArrayList<>();
        for (Key key : List.of(Key.OSTREE_LAYERS, Key.OSTREE_OVERRIDE_LAYERS)) {
            for (Located<String> name : settings.strings(key)) {
                lookup.overlay(name)
                        .ifPresent(directory ->
                                layers.add(new Treefile.Layer(name, directory, key == Key.OSTREE_OVERRIDE_LAYERS)));
            }
        }
        return new Treefile.Content(
                removeFromPackages(),
                List.copyOf(layers),
                addFiles(),
                settings.strings(Key.REMOVE_FILES).stream()
                        .flatMap(path -> lookup.inTree(path, "remove-files", List.of()).stream()
                                .map(inside -> new Located<>(inside, path.at())))
                        .toList(),
                settings.strings(Key.POSTPROCESS),
                settings.text(Key.POSTPROCESS_SCRIPT).flatMap(name -> lookup.file(name, "script")),
                settings.isOn(Key.READONLY_EXECUTABLES, edition));
    }

    private List<Treefile.AddFile> addFiles() {
        List<Treefile.AddFile> files = new ArrayList<>();
        boolean local =
                settings.choice(Key.OPT_USRLOCAL, Treefile.OptUsrlocal.class, edition) != Treefile.OptUsrlocal.VAR;
        List<String> under = new ArrayList<>(COMMITTED);
        if (local) {
            under.add("opt");
        }
        for (Node item : settings.items(Key.ADD_FILES)) {
            List<Located<String>> pair = strings(item);
            Optional<Located<Path>> source = lookup.file(pair.getFirst(), "file");
            Optional<String> destination = lookup.inTree(pair.getLast(), "add-files", under, local);
            if (source.isPresent() && destination.isPresent()) {
                files.add(new Treefile.AddFile(source.get(), destination.get()));
            }
        }
        return List.copyOf(files);
    }

    private List<Treefile.RemoveFromPackage> removeFromPackages() {
        List<Treefile.RemoveFromPackage> removals = new ArrayList<>();
        for (Node item : settings.items(Key.REMOVE_FROM_PACKAGES)) {
            List<Located<String>> words = strings(item);
            if (words.size() < 2) {
                problems.error(
                        item.at(),
                        "an entry of 'remove-from-packages' needs a package and an expression",
                        "write [package, regular expression]");
                continue;
            }
            List<Located<Pattern>> paths = new ArrayList<>();
            for (Located<String> expression : words.subList(1, words.size())) {
                try {
                    paths.add(expression.map(Pattern::compile));
                } catch (PatternSyntaxException e) {
                    problems.error(
                            expression.at(),
                            "'" + expression + "' is no regular expression: " + e.getDescription(),
                            "escape what is meant literally with a backslash");
                }
            }
            removals.add(new Treefile.RemoveFromPackage(words.getFirst(), List.copyOf(paths)));
        }
        return List.copyOf(removals);
    }

    private Optional<AutomaticVersion> version() {
        Optional<Located<String>> suffix = settings.text(Key.AUTOMATIC_VERSION_SUFFIX);
        if (suffix.isPresent() && !suffix.get().value().matches("[!-~]")) {
            problems.error(
                    suffix.get().at(),
                    "'automatic-version-suffix' must be one ASCII character, found '" + suffix.get() + "'",
                    "");
            return Optional.empty();
        }
        char separator = suffix.map(text -> text.value().charAt(0)).orElse('.');
        try {
            return settings.text(Key.AUTOMATIC_VERSION_PREFIX).map(prefix -> new AutomaticVersion(prefix, separator));
        } catch (TreefileException e) {
            problems.addAll(e);
            return Optional.empty();
        }
    }

    private Optional<Treefile.Updates> updates(String name, Located<String> branch) {
        if (!(settings.get(Key.UPDATES).orElse(null) instanceof Node.Mapping mapping)) {
            return Optional.empty();
        }
        Optional<Located<Path>> key = field(mapping, "key").flatMap(path -> lookup.file(path, "key"));
        boolean verify = !mapping.get("verify").map(Node::plain).equals(Optional.of(false));
        if (verify && mapping.get("key").isEmpty()) {
            problems.error(
                    mapping.at(),
                    "'updates' has no 'key' to verify updates with",
                    "name the file with the public key, or accept unsigned updates with 'verify: false'");
        }
        if (!verify && key.isPresent()) {
            problems.error(mapping.at(), "'updates' has a 'key' and 'verify: false'", "remove one of them");
        }
        Located<String> remote = field(mapping, "remote").orElse(new Located<>(name, mapping.at()));
        if (!NAME.matcher(remote.value()).matches()) {
            problems.error(remote.at(), "'" + remote + "' cannot name a remote", "use letters, digits and . _ + -");
        }
        Located<String> url = field(mapping, "url").orElseThrow();
        if (!url.value().matches("(https?|file)://[!-~]+")) {
            problems.error(
                    url.at(), "'" + url + "' is no address of a repository", "write https://, http:// or file://");
        }
        Located<String> followed = ref(field(mapping, "ref")).orElse(branch);
        return Optional.of(new Treefile.Updates(remote, url, followed.value(), key));
    }

    private Treefile.Image image() {
        Optional<Located<Long>> size = Optional.empty();
        if (settings.get(Key.IMAGE).orElse(null) instanceof Node.Mapping mapping) {
            Optional<Located<String>> written = field(mapping, "size");
            OptionalLong bytes =
                    written.map(text -> ByteSize.parse(text.value())).orElse(OptionalLong.empty());
            if (written.isPresent() && bytes.isEmpty()) {
                problems.error(
                        written.get().at(), "'" + written.get() + "' is no size", "write it as 10 GiB or 512 MiB");
            } else {
                size = written.map(text -> text.map(_ -> bytes.getAsLong()));
            }
        }
        return new Treefile.Image(size, "ext4");
    }

    private Map<String, Object> free(Key key) {
        Optional<Node> node = settings.get(key);
        node.ifPresent(value -> refuseNothing("'" + key.word() + "'", value));
        Map<String, Object> result = new LinkedHashMap<>();
        if (node.orElse(null) instanceof Node.Mapping mapping) {
            mapping.entries()
                    .forEach(entry -> result.put(entry.name(), entry.value().plain()));
        }
        return Collections.unmodifiableMap(new TreeMap<>(result));
    }

    /** Neither a commit nor its reader knows what nothing means. */
    private void refuseNothing(String subject, Node node) {
        switch (node) {
            case Node.Scalar scalar -> {
                if (scalar.kind() == Node.Kind.NULL) {
                    problems.error(
                            scalar.at(), "a value in " + subject + " is nothing", "give it a value or remove it");
                }
            }
            case Node.Sequence list -> list.items().forEach(item -> refuseNothing(subject, item));
            case Node.Mapping mapping -> mapping.entries().forEach(entry -> refuseNothing(subject, entry.value()));
        }
    }

    private String json(Treefile.Packages packages) {
        Map<String, Object> all = new TreeMap<>();
        settings.all().forEach((key, node) -> {
            // Not of the commit: what a host shall not tell may be in them, and they change without it.
            if (key != Key.CUSTOMIZATIONS) {
                all.put(key.word(), node.plain());
            }
        });
        all.put(
                Key.PACKAGES.word(),
                Stream.concat(packages.install().stream(), packages.groups().stream())
                        .map(Located::value)
                        .toList());
        for (Key key : Key.values()) {
            key.defaultValue(edition).ifPresent(value -> all.putIfAbsent(key.word(), value));
        }
        all.put("basearch", variables.getOrDefault("basearch", ""));
        all.put("variables", variables);
        return JsonText.write(JsonText.sorted(all));
    }

    private static Optional<Located<String>> field(Node.Mapping mapping, String name) {
        return mapping.get(name).map(node -> new Located<>(((Node.Scalar) node).text(), node.at()));
    }

    private static List<Located<String>> strings(Node list) {
        return ((Node.Sequence) list)
                .items().stream()
                        .map(item -> new Located<>(((Node.Scalar) item).text(), item.at()))
                        .toList();
    }
}
