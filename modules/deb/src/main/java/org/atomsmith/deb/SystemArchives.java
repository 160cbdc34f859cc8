package org.atomsmith.deb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atomsmith.deb.AptSource.SignedBy;
import org.atomsmith.rpm.TextFileException;

/**
 * What {@code URIs: system} stands for: the distribution's archives that this machine's apt is configured with. The suites
 * asked for need not be the machine's own: a mirror holds all of them.
 */
public final class SystemArchives {
    private static final Pattern ONE_LINE =
            Pattern.compile("deb\\s+(?:\\[([^]]*)]\\s+)?(\\S+)\\s+(\\S+)((?:\\s+[^#\\s]+)*)\\s*(#.*)?");
    private static final List<String> MOVING_SUITES = List.of("stable", "testing", "unstable", "sid", "oldstable");

    private final Path root;
    private final String distribution;
    private final String codename;
    private final List<AptSource> sources;

    private SystemArchives(Path root, String distribution, String codename, List<AptSource> sources) {
        this.root = root;
        this.distribution = distribution;
        this.codename = codename;
        this.sources = sources;
    }

    /**
     * Mirrors and keys of one archive.
     *
     * @param uris base addresses, best first
     * @param signedBy who may sign; none means the keys that apt trusts for everything
     */
    public record Archive(List<String> uris, List<SignedBy> signedBy) {
        public Archive {
            uris = List.copyOf(uris);
            signedBy = List.copyOf(signedBy);
        }
    }

    /** Reads the configuration of the machine whose root directory this is. What apt itself could not read is skipped. */
    public static SystemArchives read(Path root) throws IOException {
        TreeMap<String, String> os = osRelease(root);
        List<AptSource> sources = new ArrayList<>();
        Path etc = root.resolve("etc/apt");
        List<Path> files = new ArrayList<>(List.of(etc.resolve("sources.list")));
        try (DirectoryStream<Path> parts =
                Files.newDirectoryStream(etc.resolve("sources.list.d"), "*.{list,sources}")) {
            List<Path> sorted = new ArrayList<>();
            parts.forEach(sorted::add);
            sorted.sort(Comparator.naturalOrder());
            files.addAll(sorted);
        } catch (NoSuchFileException | NotDirectoryException e) {
            // A machine may have sources.list alone.
        }
        for (Path file : files) {
            if (Files.isRegularFile(file)) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                sources.addAll(file.toString().endsWith(".list") ? oneLine(text, file) : stanzas(text, file));
            }
        }
        return new SystemArchives(root, os.getOrDefault("ID", ""), os.getOrDefault("VERSION_CODENAME", ""), sources);
    }

    /**
     * The archive that has that suite: the security archive for {@code ...-security}, the main one for all others.
     *
     * @throws IOException when this machine's apt knows none; says where it was looked for and what to write instead
     */
    public Archive archiveFor(String suite) throws IOException {
        boolean security = security(suite);
        Optional<AptSource> best = Optional.empty();
        int highest = -1;
        for (AptSource source : sources) {
            int rank = rank(source, security);
            if (rank > highest) {
                highest = rank;
                best = Optional.of(source);
            }
        }
        if (best.isEmpty()) {
            throw new IOException("URIs: system: this machine's apt (" + root.resolve("etc/apt/sources.list") + ", "
                    + root.resolve("etc/apt/sources.list.d") + ") has no "
                    + (security ? "security archive" : "main archive") + " of '" + distribution + "' '" + codename
                    + "' from which to take suite '" + suite + "'; write the archive's address instead of 'system'");
        }
        List<String> uris = new ArrayList<>();
        for (String uri : best.get().uris()) {
            uris.addAll(mirrors(uri));
        }
        return new Archive(uris, best.get().signedBy());
    }

    /**
     * How surely a source is the distribution's own archive, -1 when it cannot be. Vendors use the distribution's suite
     * names too, so the keyring and the address decide between several.
     */
    private int rank(AptSource source, boolean security) {
        boolean suite =
                source.suites().stream().anyMatch(s -> security ? security(s) && ours(s) : ours(s) && !security(s));
        if (!suite || !source.components().contains("main")) {
            return -1;
        }
        boolean keyring = source.signedBy().stream()
                .anyMatch(s -> s instanceof SignedBy.KeyFile(Path path)
                        && path.getFileName().toString().startsWith(distribution + "-archive-"));
        boolean address =
                source.uris().stream().anyMatch(u -> u.matches(".*/" + Pattern.quote(distribution) + "([-/].*)?"));
        boolean named = source.suites().stream().anyMatch(s -> s.startsWith(codename));
        if (!keyring && !address && !(named && source.signedBy().isEmpty())) {
            return -1;
        }
        boolean updates = source.suites().stream().anyMatch(s -> s.endsWith("-updates"));
        return (keyring ? 8 : 0) + (address ? 4 : 0) + (source.signedBy().isEmpty() ? 2 : 0) + (updates ? 1 : 0);
    }

    private static boolean security(String suite) {
        return suite.endsWith("-security") || suite.endsWith("/updates");
    }

    private boolean ours(String suite) {
        String base = suite.replaceFirst("(-security|-updates|-proposed-updates|/updates)$", "");
        return !codename.isEmpty() && base.equals(codename) || MOVING_SUITES.contains(base);
    }

    /** {@code mirror+file:} names a file with an address in each line, perhaps followed by options. */
    private List<String> mirrors(String uri) throws IOException {
        if (!uri.startsWith("mirror+file:")) {
            return List.of(uri);
        }
        String path = uri.substring("mirror+file:".length()).replaceFirst("^/+", "");
        return Files.readAllLines(root.resolve(path)).stream()
                .map(line -> line.strip().split("\\s+")[0])
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    private static List<AptSource> stanzas(String text, Path file) {
        List<AptSource> sources = new ArrayList<>();
        try {
            for (Deb822.Stanza stanza : Deb822.parse(text, file.toString())) {
                boolean enabled =
                        !stanza.value("Enabled").toLowerCase(Locale.ROOT).matches("no|false|off|disable|without");
                if (enabled && words(stanza.value("Types")).contains("deb")) {
                    sources.add(source(
                            file,
                            stanza.line(),
                            words(stanza.value("URIs")),
                            words(stanza.value("Suites")),
                            words(stanza.value("Components")),
                            SourcesFile.signers(stanza.value("Signed-By"), file.resolveSibling(""))));
                }
            }
        } catch (TextFileException | IllegalArgumentException e) {
            return List.of();
        }
        return sources;
    }

    private static List<AptSource> oneLine(String text, Path file) {
        List<AptSource> sources = new ArrayList<>();
        int line = 0;
        for (String each : text.split("\n")) {
            line++;
            Matcher matcher = ONE_LINE.matcher(each.strip());
            if (matcher.matches()) {
                String options = Optional.ofNullable(matcher.group(1)).orElse("");
                String signers = Arrays.stream(options.strip().split("\\s+"))
                        .filter(o -> o.toLowerCase(Locale.ROOT).startsWith("signed-by="))
                        .map(o -> o.substring("signed-by=".length()))
                        .findFirst()
                        .orElse("");
                sources.add(source(
                        file,
                        line,
                        List.of(matcher.group(2)),
                        List.of(matcher.group(3)),
                        words(matcher.group(4)),
                        SourcesFile.signers(signers, file.resolveSibling(""))));
            }
        }
        return sources;
    }

    private static AptSource source(
            Path file, int line, List<String> uris, List<String> suites, List<String> components, List<SignedBy> by) {
        return new AptSource(
                file.toString(), line, uris, suites, components, List.of(), by, true, false, Optional.empty());
    }

    private static List<String> words(String value) {
        String stripped = value.strip();
        return stripped.isEmpty() ? List.of() : List.of(stripped.split("\\s+"));
    }

    /** os-release(5): {@code KEY=value}, the value perhaps in quotes. */
    private static TreeMap<String, String> osRelease(Path root) throws IOException {
        TreeMap<String, String> values = new TreeMap<>();
        for (String name : List.of("etc/os-release", "usr/lib/os-release")) {
            if (Files.isRegularFile(root.resolve(name))) {
                for (String line : Files.readAllLines(root.resolve(name))) {
                    int equals = line.indexOf('=');
                    if (equals > 0) {
                        values.put(
                                line.substring(0, equals),
                                line.substring(equals + 1).replaceAll("^[\"']|[\"']$", ""));
                    }
                }
                break;
            }
        }
        return values;
    }
}
