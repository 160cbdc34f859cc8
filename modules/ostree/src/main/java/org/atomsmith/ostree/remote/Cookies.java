package org.atomsmith.ostree.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomsmith.ostree.repo.DurableFile;
import org.atomsmith.ostree.repo.RefName;
import org.atomsmith.ostree.repo.Repository;

/** The cookies of a remote, {@code <remote>.cookies.txt}: lines of seven fields divided by tabs, as Netscape had them. */
public final class Cookies {
    private static final String HTTP_ONLY = "#HttpOnly_";
    private static final int FIELDS = 7;
    /** A quarter of a century: cookies of a remote are meant to stay. */
    private static final long LIFETIME_SECONDS = 25L * 365 * 24 * 3600;

    private final Path file;

    private Cookies(Path file) {
        this.file = file;
    }

    /** The cookies of a remote of this name, which need not exist. */
    public static Cookies of(Repository repository, String remote) {
        return new Cookies(file(repository, RefName.checkRemote(remote)));
    }

    /** Where they are, if there are any; what is pulled from without being a remote is called by its address. */
    public static Path file(Repository repository, String remote) {
        return repository.path().resolve(remote.replace('/', '_') + ".cookies.txt");
    }

    /**
     * One cookie.
     *
     * @param domain of the server that gets it
     * @param path below which it gets it
     * @param secure whether only over TLS
     * @param expires seconds since 1970; 0 for never
     * @param name its name
     * @param value its value
     */
    public record Cookie(String domain, String path, boolean secure, long expires, String name, String value) {

        /** Whether a request to a host and path carries it. */
        public boolean isFor(String host, String requestPath, boolean overTls, long now) {
            String suffix = domain.startsWith(".") ? domain : "." + domain;
            boolean hostFits = host.equalsIgnoreCase(domain) || ("." + host).endsWith(suffix);
            boolean pathFits = requestPath.startsWith(path);
            return hostFits && pathFits && (overTls || !secure) && (expires == 0 || expires > now);
        }
    }

    /** All cookies, in their order; lines that are none are passed over. */
    public List<Cookie> list() throws IOException {
        List<Cookie> cookies = new ArrayList<>();
        for (String line : lines()) {
            parse(line).ifPresent(cookies::add);
        }
        return cookies;
    }

    /** Adds a cookie for a long time, in place of one of the same domain, path and name. */
    public void add(String domain, String path, String name, String value, long now) throws IOException {
        List<String> lines = without(domain, path, name);
        lines.add(
                String.join("\t", domain, "FALSE", path, "FALSE", Long.toString(now + LIFETIME_SECONDS), name, value));
        write(lines);
    }

    /**
     * Removes a cookie.
     *
     * @return false when there was none
     */
    public boolean delete(String domain, String path, String name) throws IOException {
        List<String> rest = without(domain, path, name);
        if (rest.size() == lines().size()) {
            return false;
        }
        write(rest);
        return true;
    }

    private List<String> without(String domain, String path, String name) throws IOException {
        List<String> rest = new ArrayList<>();
        for (String line : lines()) {
            Optional<Cookie> cookie = parse(line);
            boolean same = cookie.isPresent()
                    && cookie.get().domain.equals(domain)
                    && cookie.get().path.equals(path)
                    && cookie.get().name.equals(name);
            if (!same) {
                rest.add(line);
            }
        }
        return rest;
    }

    private static Optional<Cookie> parse(String line) {
        String text = line.startsWith(HTTP_ONLY) ? line.substring(HTTP_ONLY.length()) : line;
        String[] fields = text.split("\t", -1);
        if (text.startsWith("#") || fields.length != FIELDS) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Cookie(
                    fields[0], fields[2], fields[3].equals("TRUE"), Long.parseLong(fields[4]), fields[5], fields[6]));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private List<String> lines() throws IOException {
        return Files.exists(file)
                ? Files.readString(file).lines().filter(line -> !line.isBlank()).toList()
                : List.of();
    }

    private void write(List<String> lines) throws IOException {
        String text = lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
        DurableFile.write(file, text, Optional.ofNullable(file.getParent()).orElse(Path.of(".")));
    }
}
