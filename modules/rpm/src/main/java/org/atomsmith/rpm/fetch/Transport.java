package org.atomsmith.rpm.fetch;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.atomsmith.rpm.TransferOptions;
import org.atomsmith.tls.TlsContext;

/** Opens {@code http:}, {@code https:} and {@code file:} addresses as streams. Thread-safe. */
final class Transport {
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-\\d+/(?:\\d+|\\*)");

    private final Policy policy;
    private final Clients clients;

    Transport(Policy policy, Map<String, String> environment) {
        this.policy = policy;
        this.clients = new Clients(policy, new EnvironmentProxies(environment));
    }

    /**
     * An open answer.
     *
     * @param start offset of the stream's first byte in the file
     * @param notModified true when the server says that the remembered copy is current; the stream is then empty
     * @param validators {@code etag} and {@code last-modified} as far as the server states them
     */
    record Body(InputStream stream, long start, boolean notModified, Map<String, String> validators)
            implements Closeable {
        @Override
        public void close() throws IOException {
            stream.close();
        }
    }

    static boolean isLocal(URI uri) {
        return "file".equalsIgnoreCase(uri.getScheme());
    }

    /** Opens at the offset if the server can, else at 0. */
    Body open(URI uri, long offset, TransferOptions options) throws FetchException, InterruptedIOException {
        return isLocal(uri) ? openFile(uri, offset) : openHttp(uri, offset, Map.of(), options);
    }

    /** Opens unless the copy with those validators is still current. */
    Body openIfChanged(URI uri, Map<String, String> validators, TransferOptions options)
            throws FetchException, InterruptedIOException {
        return isLocal(uri) ? openFile(uri, 0) : openHttp(uri, 0, validators, options);
    }

    private static Body openFile(URI uri, long offset) throws FetchException {
        try {
            FileChannel channel = FileChannel.open(Path.of(URI.create("file://" + uri.getRawPath())));
            long start = Math.min(offset, channel.size());
            channel.position(start);
            return new Body(Channels.newInputStream(channel), start, false, Map.of());
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw new FetchException.NotFound(uri + ": there is no such file");
        } catch (IOException | IllegalArgumentException e) {
            throw new FetchException.Unreachable(uri + ": cannot be read: " + e, e);
        }
    }

    private Body openHttp(URI uri, long offset, Map<String, String> validators, TransferOptions options)
            throws FetchException, InterruptedIOException {
        HttpResponse<InputStream> response = send(uri, offset, validators, options);
        try {
            return switch (response.statusCode()) {
                case 200 -> new Body(response.body(), 0, false, validatorsOf(response));
                case 206 -> new Body(response.body(), rangeStart(uri, response, offset), false, Map.of());
                case 304 -> {
                    response.body().close();
                    yield new Body(InputStream.nullInputStream(), 0, true, validators);
                }
                case 416 -> {
                    response.body().close();
                    if (offset == 0) {
                        throw new FetchException.Unreachable(uri + ": the server answered HTTP 416 to a whole request");
                    }
                    yield openHttp(uri, 0, validators, options);
                }
                default -> {
                    response.body().close();
                    throw refused(uri, response);
                }
            };
        } catch (FetchException e) {
            throw e;
        } catch (IOException e) {
            throw new FetchException.Unreachable(uri + ": " + reason(uri, e), e);
        }
    }

    private HttpResponse<InputStream> send(
            URI uri, long offset, Map<String, String> validators, TransferOptions options)
            throws FetchException, InterruptedIOException {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(withoutCredentials(uri))
                    .timeout(policy.connect())
                    .header("User-Agent", "atomsmith")
                    .header("Accept", "*/*");
            if (offset > 0) {
                request.header("Range", "bytes=" + offset + "-");
            }
            Optional.ofNullable(validators.get("etag")).ifPresent(v -> request.header("If-None-Match", v));
            Optional.ofNullable(validators.get("last-modified")).ifPresent(v -> request.header("If-Modified-Since", v));
            Optional.ofNullable(uri.getUserInfo())
                    .or(() -> options.login().map(login -> login.name() + ":" + login.password()))
                    .map(who -> Base64.getEncoder().encodeToString(who.getBytes(StandardCharsets.UTF_8)))
                    .ifPresent(token -> request.header("Authorization", "Basic " + token));
            return clients.of(options).send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (FetchException e) {
            throw e;
        } catch (IOException e) {
            throw new FetchException.Unreachable(uri + ": " + reason(uri, e), e);
        } catch (IllegalArgumentException e) {
            throw new FetchException.Unreachable(
                    uri + ": cannot be fetched: " + e.getMessage() + "; addresses are http:, https: or file:", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("download of " + uri + " was interrupted");
        }
    }

    private static long rangeStart(URI uri, HttpResponse<?> response, long asked) throws FetchException {
        String range = response.headers().firstValue("Content-Range").orElse("");
        Matcher matcher = CONTENT_RANGE.matcher(range);
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) != asked) {
            throw new FetchException.Unreachable(
                    uri + ": asked for bytes from " + asked + ", the server sent Content-Range '" + range + "'");
        }
        return asked;
    }

    private static Map<String, String> validatorsOf(HttpResponse<?> response) {
        Map<String, String> validators = new TreeMap<>();
        for (String name : new String[] {"etag", "last-modified"}) {
            response.headers()
                    .firstValue(name)
                    .filter(v -> v.length() <= 1024 && v.chars().allMatch(c -> c >= ' ' && c < 0x7f))
                    .ifPresent(v -> validators.put(name, v));
        }
        return validators;
    }

    private static FetchException refused(URI uri, HttpResponse<?> response) {
        int status = response.statusCode();
        return switch (status) {
            case 404, 410 -> new FetchException.NotFound(uri + ": there is no such file (HTTP " + status + ")");
            case 401, 403 -> new FetchException.Unreachable(uri + ": the server refuses access (HTTP " + status + ")");
            case 407 -> new FetchException.Unreachable(uri + ": the proxy asks for a password (HTTP 407)");
            default -> new FetchException.Unreachable(uri + ": the server answered HTTP " + status);
        };
    }

    /** What went wrong, in words: the HTTP client's exceptions often have no message of their own. */
    static String reason(URI uri, Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof UnresolvedAddressException || t instanceof UnknownHostException) {
                return "the host name '" + uri.getHost() + "' is not known here; check the network and the address";
            }
        }
        return switch (failure) {
            case HttpTimeoutException e -> "no answer in time; check the network";
            case ConnectException e ->
                "cannot connect" + (e.getMessage() == null ? "" : ": " + e.getMessage()) + "; check the network";
            case SSLException e ->
                TlsContext.refusal(e, TransferOptions.TLS_WORDS).orElse("TLS failed: " + e.getMessage());
            default -> "the transfer failed: " + detail(uri, failure);
        };
    }

    private static String detail(URI uri, Throwable failure) {
        if (failure.getMessage() == null) {
            return failure.getClass().getSimpleName();
        }
        if (!failure.getMessage().toLowerCase(Locale.ROOT).startsWith("http/1.1 header")) {
            return failure.getMessage();
        }
        boolean secure = "https".equalsIgnoreCase(uri.getScheme());
        return "the connection was closed before an answer"
                + (secure ? " (" + TransferOptions.TLS_WORDS.howToBeKnown() + ")" : "");
    }

    private static URI withoutCredentials(URI uri) {
        String who = uri.getRawUserInfo();
        return who == null ? uri : URI.create(uri.toString().replaceFirst(Pattern.quote(who + "@"), ""));
    }
}
