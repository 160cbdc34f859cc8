package org.atomsmith.ostree.remote;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import org.atomsmith.ostree.repo.RepositoryException;

/**
 * A remote as it is configured: the group {@code [remote "name"]} of a key file.
 *
 * @param name what refspecs call it
 * @param options the group's keys, in their order
 * @param file where the group is: the repository's {@code config}, or a file of its own in {@code remotes.d}
 * @param keyring where its trusted OpenPGP keys are, if it has any: {@code <name>.trustedkeys.gpg}
 */
public record Remote(String name, SequencedMap<String, String> options, Path file, Path keyring) {

    /** Copies the options. */
    public Remote {
        options = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(options));
    }

    /** An address that is no remote of the configuration: its name is the address, and it has no other options. */
    public static Remote ofAddress(String url, Path repository) {
        SequencedMap<String, String> options = new LinkedHashMap<>();
        options.put("url", url);
        return new Remote(url, options, repository.resolve("config"), repository.resolve("none.trustedkeys.gpg"));
    }

    /** An option's value; empty when it is not set. */
    public Optional<String> option(String key) {
        return Optional.ofNullable(options.get(key));
    }

    /**
     * Where it is.
     *
     * @throws RepositoryException when it has no address
     */
    public String url() throws RepositoryException {
        return option("url")
                .or(() -> option("metalink").map(address -> "metalink=" + address))
                .orElseThrow(() -> new RepositoryException("No \"url\" option in remote \"" + name + "\""));
    }

    /**
     * An option that is true or false.
     *
     * @throws RepositoryException when it is neither
     */
    public boolean isSet(String key, boolean otherwise) throws RepositoryException {
        Optional<String> value = option(key);
        if (value.isEmpty()) {
            return otherwise;
        }
        return truth(value.get())
                .orElseThrow(() -> new RepositoryException(
                        "[remote \"" + name + "\"] " + key + ": expected true or false, found '" + value.get() + "'"));
    }

    /**
     * An option that is a list, divided by {@code ;} or by {@code ,} but not both; none when it is not set.
     *
     * @throws RepositoryException when both divide it
     */
    public List<String> list(String key) throws RepositoryException {
        String value = option(key).orElse("");
        boolean semicolons = value.indexOf(';') >= 0;
        if (semicolons && value.indexOf(',') >= 0) {
            throw new RepositoryException(
                    "[remote \"" + name + "\"] " + key + ": key value list contains more than one separator");
        }
        List<String> parts = new ArrayList<>();
        if (!value.isEmpty()) {
            String[] split = value.split(semicolons ? ";" : ",", -1);
            for (int i = 0; i < split.length; i++) {
                // A separator at the end closes the last item.
                if (i < split.length - 1 || !split[i].isEmpty()) {
                    parts.add(split[i]);
                }
            }
        }
        return parts;
    }

    /** The branches that a pull brings when it is told none. */
    public List<String> branches() throws RepositoryException {
        return list("branches");
    }

    /** The collection that the remote belongs to. */
    public Optional<String> collectionId() {
        return option("collection-id").filter(id -> !id.isEmpty());
    }

    /** Whether commits need a trusted OpenPGP signature; they do unless it is said otherwise. */
    public boolean gpgVerify() throws RepositoryException {
        return isSet("gpg-verify", true);
    }

    /** Whether the summary needs a trusted OpenPGP signature. */
    public boolean gpgVerifySummary() throws RepositoryException {
        return isSet("gpg-verify-summary", false);
    }

    /** A key file's words for true and false. */
    public static Optional<Boolean> truth(String value) {
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "true", "1" -> Optional.of(true);
            case "false", "0" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
