package org.atomsmith.host.install;

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
    private static final int MOST_BYTES = 1 << 16;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long PAUSE_MILLIS = 3000;

    private final List<String> arguments;
    private final Path medium;

    /**
     * Sources of a live system.
     *
     * @param kernelArguments the kernel's arguments
     * @param medium where the medium is mounted: {@code /run/live/medium}
     */
    AnswerSources(String kernelArguments, Path medium) {
        this.arguments = List.of(kernelArguments.strip().split("\\s+"));
        this.medium = medium;
    }

    /**
     * All that is known beforehand.
     *
     * @throws HostException when answers are there but cannot be used, or an address does not answer
     */
    Answers find() throws IOException {
        Answers answers = file();
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

    private Answers file() throws IOException {
        Optional<String> address = argument("answers");
        if (address.isPresent()) {
            return Answers.parse(fetch(address.get()), address.get());
        }
        Optional<String> seed = seed();
        if (seed.isPresent()) {
            return Answers.parse(seed.get(), FILE + " of the disk CIDATA");
        }
        Path onMedium = medium.resolve("live/answers");
        return Files.isReadable(onMedium)
                ? Answers.parse(text(Files.newInputStream(onMedium), onMedium.toString()), "the medium")
                : Answers.NONE;
    }

    private Optional<String> argument(String name) {
        return arguments.stream()
                .filter(a -> a.startsWith(PREFIX + name + "="))
                .map(a -> a.substring(PREFIX.length() + name.length() + 1))
                .reduce((_, last) -> last);
    }

    /** The network may not be there yet. */
    private static String fetch(String address) throws IOException {
        if (address.startsWith("file:")) {
            Path file = Path.of(URI.create(address));
            return text(Files.newInputStream(file), address);
        }
        if (!address.startsWith("http://") && !address.startsWith("https://")) {
            throw new HostException("answers come from http:, https: or file:, not from " + address);
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(Duration.ofSeconds(10))
                .build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                    .timeout(Duration.ofSeconds(30))
                    .build();
            while (true) {
                try {
                    HttpResponse<InputStream> response =
                            client.send(request, HttpResponse.BodyHandlers.ofInputStream());
                    String text = text(response.body(), address);
                    if (response.statusCode() == 200) {
                        return text;
                    }
                    throw new HostException(address + " has no answers: status " + response.statusCode());
                } catch (HostException e) {
                    throw e;
                } catch (IOException e) {
                    if (System.nanoTime() > deadline) {
                        throw new HostException(
                                "the answers at " + address + " cannot be fetched: " + e.getMessage()
                                        + "; is the network configured ('ip=' has no effect here)?",
                                e);
                    }
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while answers were fetched", e);
        }
    }

    private static Optional<String> seed() throws IOException {
        CommandResult found = Command.of("blkid", "-L", "CIDATA").run();
        if (!found.succeeded()) {
            found = Command.of("blkid", "-L", "cidata").run();
        }
        String device = found.output().strip();
        if (!found.succeeded() || device.isEmpty()) {
            return Optional.empty();
        }
        Path at = Files.createTempDirectory(Path.of("/run"), "atomic-install-seed");
        Command.of("mount", "-o", "ro", device, at.toString()).runOrThrow();
        try {
            Path file = at.resolve(FILE);
            return Files.isRegularFile(file)
                    ? Optional.of(text(Files.newInputStream(file), file.toString()))
                    : Optional.empty();
        } finally {
            Command.of("umount", at.toString()).run();
            Files.deleteIfExists(at);
        }
    }

    private static String text(InputStream in, String source) throws IOException {
        try (in) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new HostException(source + " has more than " + MOST_BYTES + " bytes: these are no answers");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
