package org.atomsmith.deb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.atomsmith.deb.AptSource.SignedBy;
import org.atomsmith.rpm.TextFileException;

/**
 * Reads apt's {@code .sources} files, deb822-style as sources.list(5) describes them. A key that would change what is
 * fetched and is not built is an error; keys that only concern what we never fetch (translations, diffs) are taken.
 */
public final class SourcesFile {
    private static final Set<String> KEYS = Set.of(
            "Types",
            "URIs",
            "Suites",
            "Components",
            "Architectures",
            "Signed-By",
            "Enabled",
            "Check-Valid-Until",
            "Trusted",
            "By-Hash",
            "Languages",
            "Targets",
            "PDiffs");
    private static final Set<String> NOT_BUILT = Set.of(
            "Allow-Insecure",
            "Allow-Weak",
            "Allow-Downgrade-To-Insecure",
            "Check-Date",
            "Date-Max-Future",
            "Valid-Until-Min",
            "Valid-Until-Max",
            "InRelease-Path",
            "Snapshot",
            "Include",
            "Exclude");
    private static final Map<String, Boolean> WORDS = new TreeMap<>(Map.of(
            "yes", true, "true", true, "with", true, "on", true, "enable", true, "no", false, "false", false, "without",
            false, "off", false, "disable", false));

    private final String file;
    private final Path directory;

    private SourcesFile(String file, Path directory) {
        this.file = file;
        this.directory = directory;
    }

    /**
     * Reads the stanzas that are enabled and have packages ({@code Types: deb}).
     *
     * @param file what messages call the file
     * @param directory relative key files are looked for here
     * @throws TextFileException with file, line and column: what was found, what is valid
     */
    public static List<AptSource> parse(String text, String file, Path directory) throws TextFileException {
        SourcesFile reader = new SourcesFile(file, directory);
        List<AptSource> sources = new ArrayList<>();
        for (Deb822.Stanza stanza : Deb822.parse(text, file)) {
            reader.source(stanza).ifPresent(sources::add);
        }
        return sources;
    }

    private Optional<AptSource> source(Deb822.Stanza stanza) throws TextFileException {
        for (Deb822.Field field : stanza.fields()) {
            checkKey(field);
        }
        List<String> types = words(required(stanza, "Types"));
        for (String type : types) {
            if (!type.equals("deb") && !type.equals("deb-src")) {
                throw problem(required(stanza, "Types"), "unknown type '" + type + "', expected 'deb' or 'deb-src'");
            }
        }
        if (!types.contains("deb") || !flag(stanza, "Enabled").orElse(true)) {
            return Optional.empty();
        }
        Deb822.Field uris = required(stanza, "URIs");
        Deb822.Field suites = required(stanza, "Suites");
        List<String> components =
                stanza.field("Components").map(SourcesFile::words).orElse(List.of());
        checkUris(uris);
        checkSuites(stanza, suites, components);
        return Optional.of(new AptSource(
                file,
                stanza.line(),
                words(uris),
                words(suites),
                components,
                stanza.field("Architectures").map(SourcesFile::words).orElse(List.of()),
                signedBy(stanza),
                flag(stanza, "Check-Valid-Until").orElse(true),
                flag(stanza, "Trusted").orElse(false),
                byHash(stanza)));
    }

    private void checkKey(Deb822.Field field) throws TextFileException {
        String key = field.name();
        if (contains(KEYS, key) || key.regionMatches(true, 0, "X-", 0, 2)) {
            return;
        }
        if (contains(NOT_BUILT, key)) {
            throw new TextFileException(
                    file, field.line(), 1, "'" + key + "' is a key of apt's that is not supported here; remove it");
        }
        throw new TextFileException(
                file,
                field.line(),
                1,
                "unknown key '" + key + "'"
                        + Nearest.hint(key, KEYS.stream().sorted().toList()));
    }

    private void checkUris(Deb822.Field field) throws TextFileException {
        List<String> uris = words(field);
        for (String uri : uris) {
            if (!uri.equals(AptSource.SYSTEM) && !uri.matches("(https?|file):/\\S+")) {
                throw problem(
                        field,
                        "'" + uri + "' is no address: expected http:, https:, file: or 'system'"
                                + Nearest.hint(uri, List.of(AptSource.SYSTEM)));
            }
        }
        if (uris.contains(AptSource.SYSTEM) && uris.size() > 1) {
            throw problem(field, "'system' stands alone: it already means all mirrors of this machine's apt");
        }
    }

    private void checkSuites(Deb822.Stanza stanza, Deb822.Field field, List<String> components)
            throws TextFileException {
        for (String suite : words(field)) {
            boolean exact = suite.endsWith("/");
            if (Arrays.asList(suite.split("/", -1)).contains("..")) {
                throw problem(field, "suite '" + suite + "' leaves the archive");
            }
            if (exact && !components.isEmpty()) {
                throw problem(
                        stanza.field("Components").orElse(field),
                        "suite '" + suite + "' is an exact path (it ends in '/') and has no components");
            }
            if (!exact && components.isEmpty()) {
                throw new TextFileException(file, stanza.line(), 1, "key 'Components' is missing, for example 'main'");
            }
        }
    }

    private List<SignedBy> signedBy(Deb822.Stanza stanza) throws TextFileException {
        Optional<Deb822.Field> given = stanza.field("Signed-By");
        if (given.isEmpty()) {
            return List.of();
        }
        try {
            return signers(given.get().value(), directory);
        } catch (IllegalArgumentException e) {
            throw problem(given.get(), String.valueOf(e.getMessage()));
        }
    }

    /**
     * Reads a value of {@code Signed-By}: files, fingerprints, or a whole key.
     *
     * @throws IllegalArgumentException when it is something else; says what
     */
    static List<SignedBy> signers(String value, Path directory) {
        if (value.contains("-----BEGIN PGP PUBLIC KEY BLOCK-----")) {
            return List.of(new SignedBy.InlineKey(unfold(value)));
        }
        List<SignedBy> signers = new ArrayList<>();
        for (String word : value.strip().split("[\\s,]+")) {
            if (word.startsWith("/") || word.matches(".*\\.(gpg|asc|pgp|key)")) {
                signers.add(new SignedBy.KeyFile(directory.resolve(word)));
            } else if (word.matches("(?i)[0-9a-f]{40}([0-9a-f]{24})?")) {
                signers.add(new SignedBy.Fingerprint(word.toUpperCase(Locale.ROOT)));
            } else if (!word.isEmpty()) {
                throw new IllegalArgumentException(
                        "'" + word + "' is neither a key file (.gpg, .asc) nor a fingerprint of 40 hexadecimal digits");
            }
        }
        return signers;
    }

    /** An inline key's lines are indented by one blank, and its empty line is written {@code .}. */
    private static String unfold(String value) {
        StringBuilder armored = new StringBuilder();
        for (String line : value.split("\n")) {
            String stripped = line.strip();
            armored.append(stripped.equals(".") ? "" : stripped).append('\n');
        }
        return armored.toString().stripLeading();
    }

    private Optional<Boolean> byHash(Deb822.Stanza stanza) throws TextFileException {
        return stanza.value("By-Hash").equals("force") ? Optional.of(true) : flag(stanza, "By-Hash");
    }

    private Optional<Boolean> flag(Deb822.Stanza stanza, String key) throws TextFileException {
        Optional<Deb822.Field> field = stanza.field(key);
        if (field.isEmpty()) {
            return Optional.empty();
        }
        Optional<Boolean> known =
                Optional.ofNullable(WORDS.get(field.get().value().toLowerCase(Locale.ROOT)));
        if (known.isEmpty()) {
            throw problem(
                    field.get(),
                    key + ": expected 'yes' or 'no', found '" + field.get().value() + "'");
        }
        return known;
    }

    private Deb822.Field required(Deb822.Stanza stanza, String key) throws TextFileException {
        Optional<Deb822.Field> field = stanza.field(key);
        if (field.isEmpty()) {
            throw new TextFileException(file, stanza.line(), 1, "key '" + key + "' is missing");
        }
        if (field.get().value().isBlank()) {
            throw problem(field.get(), "key '" + key + "' is empty");
        }
        return field.get();
    }

    private static List<String> words(Deb822.Field field) {
        String value = field.value().strip();
        return value.isEmpty() ? List.of() : List.of(value.split("\\s+"));
    }

    private static boolean contains(Set<String> keys, String key) {
        return keys.stream().anyMatch(key::equalsIgnoreCase);
    }

    private TextFileException problem(Deb822.Field field, String text) {
        return new TextFileException(file, field.line(), field.column(), text);
    }
}
