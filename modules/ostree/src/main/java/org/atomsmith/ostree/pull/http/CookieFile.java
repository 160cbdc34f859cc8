package org.atomsmith.ostree.pull.http;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Cookies of a file in Netscape's form: domain, whether subdomains too, path, whether TLS only, expiry, name, value. */
final class CookieFile {
    private static final int FIELDS = 7;

    private final List<Cookie> cookies;

    private record Cookie(String domain, String path, boolean secure, long expires, String pair) {
        boolean fits(URI uri) {
            String host = uri.getHost();
            String bare = domain.startsWith(".") ? domain.substring(1) : domain;
            boolean atHost = host.equals(bare) || domain.startsWith(".") && host.endsWith(domain);
            String asked = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            boolean below = asked.equals(path) || asked.startsWith(path.endsWith("/") ? path : path + "/");
            boolean lives = expires == 0 || expires > Instant.now().getEpochSecond();
            return atHost && below && lives && (!secure || uri.getScheme().equals("https"));
        }
    }

    private CookieFile(List<Cookie> cookies) {
        this.cookies = cookies;
    }

    static CookieFile none() {
        return new CookieFile(List.of());
    }

    static CookieFile read(Path file) throws IOException {
        List<Cookie> cookies = new ArrayList<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                String text = line.startsWith("#HttpOnly_") ? line.substring("#HttpOnly_".length()) : line;
                String[] fields = text.split("\t", -1);
                if (!text.startsWith("#") && fields.length == FIELDS) {
                    cookies.add(new Cookie(
                            fields[0],
                            fields[2],
                            fields[3].equals("TRUE"),
                            seconds(fields[4]),
                            fields[5] + "=" + fields[6]));
                }
            }
        }
        return new CookieFile(cookies);
    }

    /** What is no number is a cookie of this session, which has no end. */
    private static long seconds(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** The value of the header {@code Cookie}; empty for none. */
    String header(URI uri) {
        StringBuilder header = new StringBuilder();
        for (Cookie cookie : cookies) {
            if (cookie.fits(uri)) {
                header.append(header.isEmpty() ? "" : "; ").append(cookie.pair);
            }
        }
        return header.toString();
    }
}
