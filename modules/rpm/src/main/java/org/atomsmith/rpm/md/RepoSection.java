package org.atomsmith.rpm.md;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.atomsmith.rpm.TextFileException;

/** One section of a {@code .repo} file as it is written, and what it means once the variables are known. */
final class RepoSection {
    private static final Map<String, Boolean> WORDS = new TreeMap<>(Map.of(
            "1", true, "yes", true, "true", true, "on", true, "0", false, "no", false, "false", false, "off", false));

    private final String file;
    private final String id;
    private final int line;
    private final TreeMap<String, Entry> entries = new TreeMap<>();

    RepoSection(String file, String id, int line) {
        this.file = file;
        this.id = id;
        this.line = line;
    }

    /**
     * A key's value.
     *
     * @param line where the key stands
     * @param column where the value begins
     */
    record Entry(int line, int column, String value) {}

    String id() {
        return id;
    }

    int line() {
        return line;
    }

    /** The earlier entry of that key, if there is one. */
    Optional<Entry> put(String key, Entry entry) {
        return Optional.ofNullable(entries.put(key, entry));
    }

    RepoDefinition define(RepoVariables variables, Path directory) throws TextFileException {
        List<String> addresses = words("baseurl", variables);
        boolean system = addresses.contains(RepoFile.SYSTEM);
        if (system && addresses.size() > 1) {
            throw problem(
                    "baseurl", "'system' stands alone: it already means all mirrors of this machine's repository");
        }
        Optional<URI> metalink = one("metalink", variables);
        Optional<URI> mirrorlist = one("mirrorlist", variables);
        if (addresses.isEmpty() && metalink.isEmpty() && mirrorlist.isEmpty()) {
            throw new TextFileException(
                    file, line, 1, "repository '" + id + "' has no 'baseurl', 'metalink' or 'mirrorlist'");
        }
        List<URI> bases = new ArrayList<>();
        for (String address : system ? List.<String>of() : addresses) {
            bases.add(address("baseurl", address.endsWith("/") ? address : address + "/", "https?|file", directory));
        }
        List<URI> keys = new ArrayList<>();
        for (String key : words("gpgkey", variables)) {
            keys.add(address("gpgkey", key, "https|file", directory));
        }
        return new RepoDefinition(
                id,
                text("name", variables).orElse(id),
                system,
                bases,
                metalink,
                mirrorlist,
                flag("enabled", variables).orElse(true),
                flag(entries.containsKey("gpgcheck") ? "gpgcheck" : "pkg_gpgcheck", variables)
                        .orElse(true),
                flag("repo_gpgcheck", variables).orElse(false),
                keys,
                number("priority", variables, 99),
                number("cost", variables, 1000),
                both(words("exclude", variables), words("excludepkgs", variables)),
                words("includepkgs", variables),
                flag("module_hotfixes", variables).orElse(false),
                flag("skip_if_unavailable", variables).orElse(false),
                new TransferKeys(this, variables, directory).options(),
                file + ":" + line);
    }

    private static List<String> both(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    /** The one address of that key; metalinks and lists that must be fetched in the clear prove nothing, but may be. */
    private Optional<URI> one(String key, RepoVariables variables) throws TextFileException {
        List<String> addresses = words(key, variables);
        if (addresses.size() > 1) {
            throw problem(key, "'" + key + "' is one address, found " + addresses.size());
        }
        return addresses.isEmpty()
                ? Optional.empty()
                : Optional.of(address(key, addresses.getFirst(), "https?|file", Path.of("/")));
    }

    private URI address(String key, String address, String schemes, Path directory) throws TextFileException {
        if (!address.contains(":")) {
            return directory.resolve(address).toAbsolutePath().normalize().toUri();
        }
        try {
            URI uri = URI.create(address);
            if (uri.getScheme() != null
                    && uri.getScheme().toLowerCase(Locale.ROOT).matches(schemes)) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Reported below like every other address that is none.
        }
        throw problem(
                key,
                "'" + address + "' is no address that '" + key + "' takes: expected "
                        + schemes.replace("https?", "http:, https").replace("|", ": or ") + ":");
    }

    Optional<Boolean> flag(String key, RepoVariables variables) throws TextFileException {
        Optional<String> text = text(key, variables);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Boolean known = WORDS.get(text.get().toLowerCase(Locale.ROOT));
        if (known == null) {
            throw problem(key, "'" + key + "': expected 0 or 1, found '" + text.get() + "'");
        }
        return Optional.of(known);
    }

    private int number(String key, RepoVariables variables, int otherwise) throws TextFileException {
        Optional<String> text = text(key, variables);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.get().matches("[0-9]{1,7}")) {
            throw problem(key, "'" + key + "': expected a number, found '" + text.get() + "'");
        }
        return Integer.parseInt(text.get());
    }

    private List<String> words(String key, RepoVariables variables) throws TextFileException {
        return text(key, variables).stream()
                .flatMap(t -> Arrays.stream(t.split("[\\s,]+")))
                .filter(w -> !w.isEmpty())
                .toList();
    }

    Optional<String> text(String key, RepoVariables variables) throws TextFileException {
        Entry entry = entries.get(key);
        if (entry == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(variables.substitute(entry.value())).filter(t -> !t.isBlank());
        } catch (RepoVariables.UnknownVariableException e) {
            boolean firstLine = entry.value().lastIndexOf('\n', e.offset()) < 0;
            throw new TextFileException(
                    file, entry.line(), entry.column() + (firstLine ? e.offset() : 0), String.valueOf(e.getMessage()));
        }
    }

    TextFileException problem(String key, String problem) {
        Entry entry = entries.get(key);
        return entry == null
                ? new TextFileException(file, line, 1, problem)
                : new TextFileException(file, entry.line(), entry.column(), problem);
    }
}
