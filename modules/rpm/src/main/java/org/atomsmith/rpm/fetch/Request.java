package org.atomsmith.rpm.fetch;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.atomsmith.rpm.Repository;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.TransferOptions;

/**
 * One file to fetch, known by its digest.
 *
 * @param mirrors where the file is, complete addresses ({@code http:}, {@code https:} or {@code file:}), best first
 * @param sha256 lower-case hexadecimal, 64 digits
 * @param size bytes, or {@link #UNKNOWN_SIZE}
 * @param label what a person calls the file, for progress and messages: {@code "openssh-server-10.0p1-7.amd64"}
 * @param transfer how it is transferred
 */
public record Request(List<URI> mirrors, String sha256, long size, String label, TransferOptions transfer) {

    /** The size of a file whose index does not state one. */
    public static final long UNKNOWN_SIZE = -1;

    public Request {
        mirrors = List.copyOf(mirrors);
        sha256 = sha256.toLowerCase(Locale.ROOT);
        if (mirrors.isEmpty()) {
            throw new IllegalArgumentException("download of " + label + ": no mirror was given");
        }
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "download of " + label + ": '" + sha256 + "' is not a SHA-256 digest of 64 hexadecimal digits");
        }
        if (size < UNKNOWN_SIZE) {
            throw new IllegalArgumentException("download of " + label + ": size " + size + " is negative");
        }
    }

    /** A file that is transferred as usual. */
    public Request(List<URI> mirrors, String sha256, long size, String label) {
        this(mirrors, sha256, size, label, TransferOptions.USUAL);
    }

    /** The same file, transferred in that way. */
    public Request by(TransferOptions options) {
        return new Request(mirrors, sha256, size, label, options);
    }

    /** The request for {@code href}, an address of its own or relative to each of the mirrors' base addresses; a base may lack the final slash. */
    public static Request of(List<URI> bases, String href, String sha256, long size, String label) {
        return new Request(bases.stream().map(b -> resolve(b, href)).toList(), sha256, size, label);
    }

    /** The request for a package file of that repository. */
    public static Request of(Repository repository, RpmPackage rpm) {
        RpmPackage.Location location = rpm.location();
        return of(
                        repository.bases(),
                        location.href(),
                        location.sha256(),
                        location.size(),
                        rpm.nevra().toString())
                .by(repository.transfer());
    }

    /**
     * Appends a path to a base address; an {@code href} that is a whole {@code http:} or {@code https:} address stands alone. Characters that an address cannot hold are percent-encoded; what already is an
     * escape stays as it is.
     */
    public static URI resolve(URI base, String href) {
        if (href.matches("https?://.*")) {
            return URI.create(escaped(href));
        }
        String b = base.toString();
        String path = href.startsWith("./") ? href.substring(2) : href;
        return URI.create((b.endsWith("/") ? b : b + "/") + escaped(path));
    }

    private static String escaped(String path) {
        StringBuilder out = new StringBuilder();
        for (byte octet : path.getBytes(StandardCharsets.UTF_8)) {
            int c = octet & 0xff;
            if (c > 0x20 && c < 0x7f && "\"<>\\^`{|}[]".indexOf(c) < 0) {
                out.append((char) c);
            } else {
                out.append('%').append(String.format(Locale.ROOT, "%02X", c));
            }
        }
        return out.toString();
    }
}
