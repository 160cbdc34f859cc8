package org.atomsmith.rpm.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Brings one file: mirror after mirror, going on where an earlier attempt stopped. */
final class Download {
    private static final int BUFFER = 1 << 16;

    private final Request request;
    private final Path part;
    private final Transport transport;
    private final MirrorHealth health;
    private final Policy policy;
    private final Progress progress;

    Download(Request request, Path part, Transport transport, MirrorHealth health, Policy policy, Progress progress) {
        this.request = request;
        this.part = part;
        this.transport = transport;
        this.health = health;
        this.policy = policy;
        this.progress = progress;
    }

    /** Leaves the checked content in the part file, synced to the disk. */
    void run() throws IOException {
        Map<URI, FetchException> failures = new TreeMap<>();
        Duration pause = policy.backoff();
        for (int round = 0; round < policy.rounds(); round++) {
            List<URI> worthTrying = new ArrayList<>(request.mirrors());
            worthTrying.removeIf(uri -> isFinal(failures.get(uri)));
            if (worthTrying.isEmpty()) {
                break;
            }
            if (round > 0) {
                sleep(pause);
                pause = pause.multipliedBy(2);
            }
            for (URI uri : health.healthiestFirst(worthTrying)) {
                try {
                    fromMirror(uri);
                    return;
                } catch (FetchException.DiskFull | FetchException.Storage e) {
                    throw e;
                } catch (FetchException e) {
                    health.failed(uri);
                    failures.put(uri, e);
                    if (e instanceof FetchException.Mismatch) {
                        progress.warn(String.valueOf(e.getMessage()));
                    }
                }
            }
        }
        throw FetchException.of(
                request.label(),
                request.mirrors().stream().distinct().map(failures::get).toList());
    }

    /** A mirror without the file, or with a wrong one, will not have the right one in a second. */
    private static boolean isFinal(@Nullable FetchException failure) {
        return failure instanceof FetchException.NotFound || failure instanceof FetchException.Mismatch;
    }

    private void fromMirror(URI uri) throws IOException {
        try (PartFile file = PartFile.open(part, request)) {
            boolean resumed = file.length() > 0;
            progress.reached(file.length());
            try {
                transfer(uri, file);
            } catch (FetchException.Mismatch e) {
                if (!resumed) {
                    file.remove();
                    throw e;
                }
                // The earlier attempt's bytes may be the bad ones: this mirror gets a clean chance.
                fromMirrorAfresh(uri, file);
            }
            file.sync();
        }
    }

    private void fromMirrorAfresh(URI uri, PartFile file) throws IOException {
        file.restart();
        try {
            transfer(uri, file);
        } catch (FetchException.Mismatch e) {
            file.remove();
            throw e;
        }
    }

    private void transfer(URI uri, PartFile file) throws IOException {
        if (!file.hasFullSize()) {
            try (Transport.Body body = transport.open(uri, file.length(), request.transfer())) {
                if (body.start() != file.length()) {
                    file.restart();
                }
                copy(uri, body.stream(), file);
            }
        }
        file.check(uri);
    }

    private void copy(URI uri, InputStream in, PartFile file) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (StallGuard guard = new StallGuard(in, policy.stall())) {
            for (int n; (n = guard.reading(uri, () -> in.read(buffer))) >= 0; ) {
                file.append(uri, buffer, n);
                progress.reached(file.length());
            }
        }
    }

    private void sleep(Duration pause) throws InterruptedIOException {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("download of " + request.label() + " was interrupted");
        }
    }
}
