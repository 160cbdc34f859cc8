package org.atomsmith.ostree.pull.http;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/**
 * Addresses that have the same files; the first is asked first.
 *
 * @param bases each an address of a directory, without a slash at its end
 */
public record Mirrors(List<URI> bases) {

    /** Copies the addresses. */
    public Mirrors {
        bases = List.copyOf(bases);
    }

    /** One address. */
    public static Mirrors of(String url) throws IOException {
        return new Mirrors(List.of(parse(url)));
    }

    /**
     * Reads an address, which ends without a slash.
     *
     * @throws IOException when it is none that can be fetched from
     */
    public static URI parse(String url) throws IOException {
        URI uri;
        try {
            uri = new URI(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
        } catch (URISyntaxException e) {
            throw new IOException("Invalid URI " + url + ": " + e.getReason(), e);
        }
        String scheme = uri.getScheme();
        if (scheme == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new IOException("Invalid URI scheme in " + url + ": expected http://, https:// or file://");
        }
        if (uri.getHost() == null) {
            throw new IOException("Invalid URI " + url + ": it names no host");
        }
        return uri;
    }

    /** The address of a file below a base. */
    static URI resolve(URI base, String path) {
        if (path.isEmpty()) {
            return base;
        }
        StringBuilder text = new StringBuilder(128);
        text.append(base.getScheme()).append("://").append(base.getRawAuthority());
        if (base.getRawPath() != null) {
            text.append(base.getRawPath());
        }
        text.append('/').append(path);
        if (base.getRawQuery() != null) {
            text.append('?').append(base.getRawQuery());
        }
        return URI.create(text.toString());
    }

    /** The first address, for messages: without its user and password. */
    @Override
    public String toString() {
        return bases.isEmpty()
                ? "no mirror"
                : Requests.withoutUser(bases.getFirst()).toString();
    }
}
