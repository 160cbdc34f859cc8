package org.atomsmith.host.install;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.atomsmith.host.system.HostException;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.CommandResult;

/**
 * Where answers come from: the address that the kernel was given, a disk labelled {@code CIDATA}, the medium. The first that
 * has some is taken; single kernel arguments come on top of it.
 */
final class AnswerSources {
    /** The file's name on a disk labelled {@code CIDATA}. */
    static final String FILE = "atomic-install.conf";

    private static final String PREFIX = "atomic.install.";

    /** How long answers may be: as long as the room that an ISO has for them. */
    static final int MOST_BYTES = 1 << 16;

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long PAUSE_MILLIS = 3000;
    private static final int OK = 200;

    /** From here on a status says that the server, and not the question, is wrong: it may pass. */
    private static final int FIRST_PASSING = 500;

    /**
     * What was found.
     *
     * @param answers the answers; there may be none
     * @param source where they are from, for a person; empty when from nowhere
     * @param device the block device that they lie on, where they lie on one
     */
    record Found(Answers answers, String source, Optional<Path> device) {
        private static final Found NOTHING = new Found(Answers.NONE, "", Optional.empty());
    }

    private final List<String> arguments;
    private final Path live;

    /**
     * Sources of a live system.
     *
     * @param kernelArguments the kernel's arguments
     * @param live where the initramfs put what it found: {@code /run/live}
     */
    AnswerSources(String kernelArguments, Path live) {
        this.arguments = List.of(kernelArguments.strip().split("\\s+"));
        this.live = live;
    }

    /**
     * All that is known beforehand.
     *
     * @throws HostException when answers are there but cannot be used, or an address does not answer
     */
    Found find() throws IOException {
        Found found = found();
        return new Found(withArguments(found.answers()), found.source(), found.device());
    }

    private Answers withArguments(Answers fromFile) throws HostException {
        Answers answers = fromFile;
        Optional<String> disk = argument("dev");
        if (disk.isPresent()) {
            answers = answers.withDisk(disk.get());
        }
        try {
            Optional<String> host = argument("host");
            if (host.isPresent()) {
                answers = answers.withHostName(host.get());
            }
            Optional<String> then = argument("then");
            if (then.isPresent()) {
                answers = answers.withThen(Answers.then(then.get()));
            }
        } catch (IllegalArgumentException e) {
            throw new HostException("the kernel arguments " + PREFIX + "... cannot be used: " + e.getMessage(), e);
        }
        return arguments.contains(PREFIX + "force") ? answers.withForce() : answers;
    }

    private Found found() throws IOException {
        Optional<String> address = argument("answers");
        if (address.isPresent()) {
            String shown = shown(address.get());
            return new Found(Answers.parse(fetch(address.get(), shown), shown), shown, Optional.empty());
        }
        Optional<Found> seed = seed();
        if (seed.isPresent()) {
            return seed.get();
        }
        // Beside the medium too: one that was copied to memory may have been taken out.
        for (String place : List.of("answers", "medium/live/answers")) {
            Path file = live.resolve(place);
            if (Files.isReadable(file)) {
                Answers answers = Answers.parse(read(file), "the medium");
                return new Found(answers, answers.equals(Answers.NONE) ? "" : "the medium", Optional.empty());
            }
        }
        return Found.NOTHING;
    }

    /** Without what may be a secret in it: it is shown, and kept in a log. */
    private static String shown(String address) {
        return address.replaceFirst("//[^/@]*@", "//").replaceFirst("[?#].*", "");
    }

    private Optional<String> argument(String name) {
        return arguments.stream()
                .filter(a -> a.startsWith(PREFIX + name + "="))
                .map(a -> a.substring(PREFIX.length() + name.length() + 1))
                .reduce((_, last) -> last);
    }

    private static String fetch(String address, String shown) throws IOException {
        URI uri;
        try {
            uri = new URI(address);
            if (address.startsWith("file:")) {
                return read(Path.of(uri));
            }
        } catch (URISyntaxException e) {
            // Not its message, which has all of the address in it.
            throw new HostException(shown + " is not an address: " + e.getReason());
        } catch (IllegalArgumentException e) {
            throw new HostException(shown + " is not an address: " + e.getMessage(), e);
        }
        if (!List.of("http", "https").contains(String.valueOf(uri.getScheme())) || uri.getHost() == null) {
            throw new HostException(
                    "answers come from an address of http:, https: or file:, like http://192.0.2.1/web1.conf, not from "
                            + shown);
        }
        try (HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(Duration.ofSeconds(10))
                .build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build();
            return fetch(client, request, shown);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while answers were fetched", e);
        }
    }

    /** The network may not be there yet, and a server may be starting too. */
    private static String fetch(HttpClient client, HttpRequest request, String shown)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            String failure;
            try {
                HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
                try (InputStream body = response.body()) {
                    if (response.statusCode() == OK) {
                        return text(body, shown);
                    }
                }
                failure = "status " + response.statusCode();
                if (response.statusCode() < FIRST_PASSING) {
                    throw new HostException(shown + " has no answers: " + failure);
                }
            } catch (HostException e) {
                throw e;
            } catch (IOException e) {
                failure = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            }
            if (System.nanoTime() > deadline) {
                throw new HostException("the answers at " + shown + " cannot be fetched: " + failure
                        + "; is the network configured ('ip=' has no effect here)?");
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private static Optional<Found> seed() throws IOException {
        CommandResult found = Command.of("blkid", "-L", "CIDATA").run();
        if (!found.succeeded()) {
            found = Command.of("blkid", "-L", "cidata").run();
        }
        String device = found.output().strip();
        if (!found.succeeded() || device.isEmpty()) {
            return Optional.empty();
        }
        Path at = Files.createTempDirectory(Path.of("/run"), "atomic-install-seed");
        try {
            Command.of("mount", "-o", "ro,nosuid,nodev,noexec", device, at.toString())
                    .runOrThrow();
            try {
                Path file = at.resolve(FILE);
                // Not through a link: it could lead to a file of this system.
                if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    return Optional.empty();
                }
                String source = FILE + " of the disk CIDATA (" + device + ")";
                return Optional.of(new Found(
                        Answers.parse(read(file), source),
                        source,
                        Optional.of(Path.of(device).toRealPath())));
            } finally {
                Command.of("umount", at.toString()).run();
            }
        } finally {
            Files.deleteIfExists(at);
        }
    }

    /**
     * A file of answers.
     *
     * @throws HostException when it is too long
     * @throws IOException when it cannot be read
     */
    static String read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return text(in, file.toString());
        } catch (NoSuchFileException e) {
            throw new HostException("there are no answers at " + file, e);
        }
    }

    private static String text(InputStream in, String source) throws IOException {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new HostException(source + " has more than " + MOST_BYTES + " bytes: these are no answers");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
