package org.atomsmith.host.policy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The few requests that updates by policy make. Answers are read up to a limit, and waited for up to another. */
final class Network {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MAX_ANSWER = 16 << 20;

    private Network() {}

    /** An answer: its status and text. */
    record Answer(int status, String text) {
        /** Whether the server did what it was asked for. */
        boolean isFine() {
            return status >= 200 && status < 300;
        }
    }

    /** The text at a URL, {@code file:} and paths included. */
    static String read(String location) throws IOException {
        if (location.startsWith("/") || location.startsWith("file:")) {
            Path file = location.startsWith("/") ? Path.of(location) : Path.of(URI.create(location));
            if (Files.size(file) > MAX_ANSWER) {
                throw new IOException(file + " has more than " + MAX_ANSWER + " bytes");
            }
            return Files.readString(file);
        }
        Answer answer = send(
                request(location).GET().header("accept", "application/json").build());
        if (!answer.isFine()) {
            throw new IOException(location + ": the server answered " + answer.status());
        }
        return answer.text();
    }

    /** Posts JSON, with a header. */
    static Answer post(String location, String header, String value, String json) throws IOException {
        return send(request(location)
                .header(header, value)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    private static HttpRequest.Builder request(String location) throws IOException {
        try {
            return HttpRequest.newBuilder(URI.create(location)).timeout(PATIENCE);
        } catch (IllegalArgumentException e) {
            throw new IOException("'" + location + "' is no address: " + e.getMessage(), e);
        }
    }

    private static Answer send(HttpRequest request) throws IOException {
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .version(HttpClient.Version.HTTP_1_1)
                .build()) {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] bytes = body.readNBytes(MAX_ANSWER + 1);
                if (bytes.length > MAX_ANSWER) {
                    throw new IOException(request.uri() + ": the answer is longer than " + MAX_ANSWER + " bytes");
                }
                return new Answer(response.statusCode(), new String(bytes, StandardCharsets.UTF_8));
            } finally {
                client.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + request.uri() + " was asked", e);
        } catch (IOException e) {
            throw new IOException(request.uri() + ": " + (e.getMessage() == null ? e : e.getMessage()), e);
        }
    }
}
