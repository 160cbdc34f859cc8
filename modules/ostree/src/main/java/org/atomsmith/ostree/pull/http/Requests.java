package org.atomsmith.ostree.pull.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Makes requests: who asks, the headers that the user wants, cookies, the user and password of an address. */
final class Requests {
    private static final String AUTHORIZATION = "Authorization";
    private static final String COOKIE = "Cookie";

    private final HttpSettings settings;
    private final CookieFile cookies;

    Requests(HttpSettings settings, CookieFile cookies) {
        this.settings = settings;
        this.cookies = cookies;
    }

    /**
     * A request.
     *
     * @param uri whom to ask
     * @param meant who was meant to be asked: when that led here, its secrets stay there
     */
    HttpRequest.Builder to(URI uri, URI meant) throws IOException {
        boolean foreign = !uri.getHost().equalsIgnoreCase(meant.getHost());
        boolean http2 = settings.http2() && uri.getScheme().equals("https");
        try {
            HttpRequest.Builder builder = HttpRequest.newBuilder(withoutUser(uri))
                    .version(http2 ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                    .header("User-Agent", settings.userAgent());
            if (uri.getUserInfo() != null) {
                builder.header(AUTHORIZATION, basic(uri));
            }
            String cookie = cookies.header(uri);
            if (!cookie.isEmpty()) {
                builder.header(COOKIE, cookie);
            }
            for (HttpSettings.Header header : settings.headers()) {
                boolean secret = header.name().equalsIgnoreCase(AUTHORIZATION)
                        || header.name().equalsIgnoreCase(COOKIE);
                if (!secret || !foreign) {
                    builder.header(header.name(), header.value());
                }
            }
            return builder;
        } catch (IllegalArgumentException e) {
            throw new IOException(withoutUser(uri) + ": " + e.getMessage(), e);
        }
    }

    /** An address without its user and password: as messages name it. */
    static URI withoutUser(URI uri) {
        if (uri.getRawUserInfo() == null) {
            return uri;
        }
        String text = uri.toString();
        int at = text.indexOf(uri.getRawUserInfo() + "@");
        return URI.create(
                text.substring(0, at) + text.substring(at + uri.getRawUserInfo().length() + 1));
    }

    /** The credentials of an address that has a user. */
    static String basic(URI uri) {
        return "Basic " + Base64.getEncoder().encodeToString(uri.getUserInfo().getBytes(StandardCharsets.UTF_8));
    }
}
