package org.atomsmith.rpm.md;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atomsmith.rpm.TextFileException;

/**
 * A yum or dnf {@code .repo} file, as dnf.conf(5) describes it: sections with keys and values. A key that would change
 * what is fetched and is not built is an error; keys that only tune a package manager's transfers are taken.
 */
public final class RepoFile {
    /** What {@code baseurl} says to mean this machine's own mirrors. */
    public static final String SYSTEM = "system";

    private static final int MAX_CHARS = 1 << 20;
    private static final Pattern SECTION = Pattern.compile("\\[([^\\]\\s]+)]\\s*");
    private static final Pattern ENTRY = Pattern.compile("([^\\s=:]+)(\\s*[=:]\\s*)(.*)");

    private static final Set<String> KEYS = Set.of(
            "name",
            "baseurl",
            "mirrorlist",
            "metalink",
            "enabled",
            "gpgcheck",
            "pkg_gpgcheck",
            "repo_gpgcheck",
            "gpgkey",
            "priority",
            "cost",
            "sslverify",
            "sslcacert",
            "sslclientcert",
            "sslclientkey",
            "proxy",
            "proxy_username",
            "proxy_password",
            "username",
            "password",
            "module_hotfixes",
            "skip_if_unavailable",
            "exclude",
            "excludepkgs",
            "includepkgs");

    /**
     * How often, how fast and how patiently a package manager on the host fetches: nothing to a compose. Nor is a compose a
     * system to be counted: {@code countme} is never sent.
     */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "bandwidth",
            "countme",
            "deltarpm",
            "deltarpm_percentage",
            "enabled_metadata",
            "enablegroups",
            "failovermethod",
            "fastestmirror",
            "http_caching",
            "ip_resolve",
            "keepalive",
            "keepcache",
            "max_parallel_downloads",
            "mdpolicy",
            "metadata_expire",
            "metadata_timer_sync",
            "minrate",
            "mirrorlist_expire",
            "retries",
            "throttle",
            "timeout",
            "type",
            "ui_repoid_vars",
            "user_agent");

    private static final Set<String> NOT_BUILT = Set.of(
            "gpgcakey",
            "mediaid",
            "proxy_auth_method",
            "proxy_sslcacert",
            "proxy_sslverify",
            "sslcertreqs",
            "sslverifystatus");

    private final String file;
    private final Path directory;
    private final LinkedHashMap<String, RepoSection> sections;

    private RepoFile(String file, Path directory, LinkedHashMap<String, RepoSection> sections) {
        this.file = file;
        this.directory = directory;
        this.sections = sections;
    }

    /**
     * Reads a file's sections. Values are looked at only in {@link #define}, because a section that nobody asks for may use
     * variables that nobody defines.
     *
     * @param file what messages call the file
     * @param directory relative key files are looked for here
     * @throws TextFileException with file, line and column: what was found, what is valid
     */
    public static RepoFile parse(String text, String file, Path directory) throws TextFileException {
        if (text.length() > MAX_CHARS) {
            throw new TextFileException(file, 1, 1, "the file is larger than a .repo file can be (" + MAX_CHARS + ")");
        }
        return new RepoFile(file, directory, new Reader(file).read(text));
    }

    /** The repositories' identifiers, in the file's order. */
    public Set<String> ids() {
        return Collections.unmodifiableSet(sections.keySet());
    }

    /**
     * The definition of one repository.
     *
     * @return empty when the file has no such section
     * @throws TextFileException with file, line and column: what was found, what is valid
     */
    public Optional<RepoDefinition> define(String id, Map<String, String> variables) throws TextFileException {
        RepoSection section = sections.get(id);
        return section == null
                ? Optional.empty()
                : Optional.of(section.define(new RepoVariables(variables), directory));
    }

    @Override
    public String toString() {
        return file;
    }

    /** Takes the text apart, line by line. */
    private static final class Reader {
        private final String file;
        private final LinkedHashMap<String, RepoSection> sections = new LinkedHashMap<>();
        private Optional<RepoSection> section = Optional.empty();
        private Optional<String> lastKey = Optional.empty();

        Reader(String file) {
            this.file = file;
        }

        LinkedHashMap<String, RepoSection> read(String text) throws TextFileException {
            int number = 0;
            for (String line : (text.startsWith("\uFEFF") ? text.substring(1) : text).split("\r?\n", -1)) {
                number++;
                int nul = line.indexOf('\0');
                if (nul >= 0) {
                    throw new TextFileException(file, number, nul + 1, "a NUL character is not text");
                }
                if (line.isBlank() || line.startsWith("#") || line.startsWith(";")) {
                    continue;
                }
                if (Character.isWhitespace(line.charAt(0))) {
                    goOn(line, number);
                } else if (line.charAt(0) == '[') {
                    begin(line, number);
                } else {
                    entry(line, number);
                }
            }
            return sections;
        }

        private void begin(String line, int number) throws TextFileException {
            Matcher matcher = SECTION.matcher(line);
            if (!matcher.matches()) {
                throw new TextFileException(file, number, 1, "expected [repository-id], found '" + line.strip() + "'");
            }
            String id = matcher.group(1);
            if (id.equals("main")) {
                throw new TextFileException(
                        file, number, 1, "section [main] belongs to dnf.conf, not to a .repo file; remove it");
            }
            RepoSection begun = new RepoSection(file, id, number);
            RepoSection earlier = sections.put(id, begun);
            if (earlier != null) {
                throw new TextFileException(
                        file, number, 2, "repository '" + id + "' is defined in line " + earlier.line() + " already");
            }
            section = Optional.of(begun);
            lastKey = Optional.empty();
        }

        private void entry(String line, int number) throws TextFileException {
            Matcher matcher = ENTRY.matcher(line);
            if (!matcher.matches()) {
                throw new TextFileException(file, number, 1, "expected key=value, found '" + line.strip() + "'");
            }
            RepoSection current = section.orElseThrow(() ->
                    new TextFileException(file, number, 1, "expected [repository-id] before the first key=value"));
            String key = matcher.group(1);
            checkKey(key, number);
            int column = matcher.start(3) + 1;
            Optional<RepoSection.Entry> earlier = current.put(
                    key, new RepoSection.Entry(number, column, matcher.group(3).strip()));
            if (earlier.isPresent()) {
                throw new TextFileException(
                        file,
                        number,
                        1,
                        "key '" + key + "' is given in line " + earlier.get().line() + " already");
            }
            lastKey = Optional.of(key);
        }

        private void goOn(String line, int number) throws TextFileException {
            if (section.isEmpty() || lastKey.isEmpty()) {
                throw new TextFileException(
                        file, number, 1, "an indented line goes on with a value, and there is none");
            }
            String key = lastKey.get();
            RepoSection.Entry entry =
                    section.get().put(key, new RepoSection.Entry(number, 1, "")).orElseThrow();
            section.get()
                    .put(
                            key,
                            new RepoSection.Entry(
                                    entry.line(), entry.column(), (entry.value() + "\n" + line.strip()).strip()));
        }

        private void checkKey(String key, int number) throws TextFileException {
            if (KEYS.contains(key) || WITHOUT_EFFECT.contains(key)) {
                return;
            }
            if (NOT_BUILT.contains(key)) {
                throw new TextFileException(
                        file, number, 1, "'" + key + "' is a key of dnf's that is not supported here; remove it");
            }
            TreeSet<String> known = new TreeSet<>(KEYS);
            known.addAll(WITHOUT_EFFECT);
            throw new TextFileException(file, number, 1, "unknown key '" + key + "'" + RepoVariables.hint(key, known));
        }
    }
}
