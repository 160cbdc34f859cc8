package org.atomsmith.oci;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Requests to one repository of a registry: asks for a token when the registry wants one, and follows redirects without
 * telling the other host who we are.
 */
final class RegistryHttp {
    private static final int MAX_REDIRECTS = 5;
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(30))
            .build();
    private final String host;
    private final String repository;
    private final Credentials credentials;
    private Optional<String> authorization = Optional.empty();

    RegistryHttp(String host, String repository, Credentials credentials) {
        this.host = host;
        this.repository = repository;
        this.credentials = credentials;
    }

    /** The address of something below the repository: {@code "manifests/latest"}. */
    URI address(String path) {
        return URI.create(root() + "/v2/" + repository + "/" + path);
    }

    /** Registries of this machine are asked in the clear, as other tools do. */
    private String root() {
        String name = host.startsWith("[") ? host.substring(0, host.indexOf(']') + 1) : host.split(":", 2)[0];
        boolean local = name.equals("localhost") || name.startsWith("127.") || name.equals("[::1]");
        return (local ? "http://" : "https://") + host;
    }

    /** Sends a request; what is not 2xx is for the caller, all but redirects of what is read, and 401. */
    HttpResponse<InputStream> send(HttpRequest.Builder request, URI address) throws IOException {
        URI at = address;
        boolean asked = false;
        for (int i = 0; i < MAX_REDIRECTS; i++) {
            HttpRequest.Builder one = request.copy().uri(at).timeout(TIMEOUT);
            boolean ours = at.getAuthority().equals(address.getAuthority());
            if (ours) {
                authorization.ifPresent(value -> one.setHeader("Authorization", value));
            }
            HttpResponse<InputStream> response = exchange(one.build());
            if (response.statusCode() == 401 && ours && !asked) {
                response.body().close();
                asked = true;
                authorization = Optional.of(authorize(response));
                continue;
            }
            Optional<String> location = response.headers().firstValue("location");
            if (response.statusCode() / 100 != 3 || location.isEmpty()) {
                return response;
            }
            response.body().close();
            URI next = at.resolve(location.get());
            if (at.getScheme().equals("https") && !next.getScheme().equals("https")) {
                throw new OciException(
                        "registry " + host + " redirects " + at + " to " + next + ", which is in the clear");
            }
            at = next;
        }
        throw new OciException("registry " + host + ": too many redirects for " + address);
    }

    private HttpResponse<InputStream> exchange(HttpRequest request) throws IOException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while asking " + request.uri());
        } catch (IOException e) {
            throw new OciException(
                    "registry " + host + ": " + request.method() + " " + request.uri() + ": "
                            + Optional.ofNullable(e.getMessage()).orElse(e.toString()),
                    e);
        }
    }

    private String authorize(HttpResponse<InputStream> refused) throws IOException {
        Challenge challenge =
                Challenge.parse(refused.headers().firstValue("www-authenticate").orElse(""));
        Optional<String> known = credentials.of(host, repository);
        if (challenge.scheme().equals("bearer")) {
            return "Bearer " + token(challenge, known);
        }
        return "Basic "
                + known.orElseThrow(() -> new OciException("registry " + host + " asks who we are for " + repository
                        + ", and no auth.json says: log in with 'podman login " + host
                        + " --authfile /etc/ostree/auth.json'"));
    }

    private String token(Challenge challenge, Optional<String> known) throws IOException {
        StringBuilder address = new StringBuilder(challenge.get("realm"));
        String separator = address.indexOf("?") < 0 ? "?" : "&";
        for (String name : new String[] {"service", "scope"}) {
            if (!challenge.get(name).isEmpty()) {
                address.append(separator).append(name).append('=');
                address.append(URLEncoder.encode(challenge.get(name), StandardCharsets.UTF_8));
                separator = "&";
            }
        }
        URI realm;
        try {
            realm = URI.create(address.toString());
        } catch (IllegalArgumentException e) {
            throw new OciException("registry " + host + " sends us for a token to '" + address + "'", e);
        }
        if (!"https".equals(realm.getScheme()) && !root().startsWith("http:")) {
            throw new OciException(
                    "registry " + host + " sends us for a token to " + realm + ", which is in the clear");
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(realm).timeout(TIMEOUT);
        known.ifPresent(basic -> request.setHeader("Authorization", "Basic " + basic));
        HttpResponse<InputStream> response = exchange(request.build());
        try (InputStream body = response.body()) {
            byte[] bytes = body.readNBytes(Json.MAX_SIZE + 1);
            if (response.statusCode() != 200) {
                throw new OciException("registry " + host + " gives no token for " + repository + ": HTTP "
                        + response.statusCode() + " from " + realm);
            }
            Json json = Json.parse(bytes, "the token of " + realm.getHost());
            return json.text("token")
                    .or(() -> json.text("access_token"))
                    .orElseThrow(() -> new OciException("registry " + host + ": " + realm + " gave no token"));
        }
    }
}
