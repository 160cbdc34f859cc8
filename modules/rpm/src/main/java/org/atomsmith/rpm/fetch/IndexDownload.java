package org.atomsmith.rpm.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.rpm.TransferOptions;

/** Fetches a document that only its signature vouches for, from the first mirror that has it. */
final class IndexDownload {
    private final IndexCache cache;
    private final Transport transport;
    private final Policy policy;
    private final boolean offline;
    private final IndexCheck check;
    private final TransferOptions options;

    IndexDownload(
            IndexCache cache,
            Transport transport,
            Policy policy,
            boolean offline,
            IndexCheck check,
            TransferOptions options) {
        this.check = check;
        this.options = options;
        this.cache = cache;
        this.transport = transport;
        this.policy = policy;
        this.offline = offline;
    }

    Index fetch(List<URI> mirrors) throws IOException {
        if (offline) {
            return remembered(mirrors);
        }
        List<FetchException> failures = new ArrayList<>();
        for (URI uri : mirrors) {
            try {
                return withRetries(uri);
            } catch (FetchException.DiskFull | FetchException.Storage | FetchException.TooLarge e) {
                throw e;
            } catch (FetchException e) {
                failures.add(e);
            }
        }
        FetchException failure = FetchException.of(mirrors.getFirst().toString(), failures);
        if (failure instanceof FetchException.Unreachable && hasRemembered(mirrors)) {
            throw new FetchException.Unreachable(
                    failure.getMessage() + "; the cache holds an earlier copy: --offline uses it", failure);
        }
        throw failure;
    }

    private Index remembered(List<URI> mirrors) throws IOException {
        for (URI uri : mirrors) {
            if (Transport.isLocal(uri)) {
                return once(uri);
            }
            Optional<IndexCache.Entry> entry = cache.find(uri);
            if (entry.isPresent()) {
                return new Index(entry.get().content(), uri, true);
            }
        }
        throw new FetchException.Offline(
                "offline: " + mirrors.getFirst() + " was never fetched into this cache; run once without --offline");
    }

    private boolean hasRemembered(List<URI> mirrors) throws IOException {
        for (URI uri : mirrors) {
            if (cache.find(uri).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private Index withRetries(URI uri) throws IOException {
        Duration pause = policy.backoff();
        for (int round = 1; ; round++) {
            try {
                return once(uri);
            } catch (FetchException.Unreachable e) {
                if (round >= policy.rounds()) {
                    throw e;
                }
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("download of " + uri + " was interrupted");
            }
            pause = pause.multipliedBy(2);
        }
    }

    private Index once(URI uri) throws IOException {
        Optional<IndexCache.Entry> known = Transport.isLocal(uri) ? Optional.empty() : cache.find(uri);
        Map<String, String> validators = known.map(IndexCache.Entry::validators).orElse(Map.of());
        try (Transport.Body body = transport.openIfChanged(uri, validators, options)) {
            if (body.notModified() && known.isPresent()) {
                check.check(known.get().content(), uri);
                return new Index(known.get().content(), uri, true);
            }
            byte[] content = read(uri, body);
            check.check(content, uri);
            if (!Transport.isLocal(uri)) {
                cache.put(uri, new IndexCache.Entry(content, body.validators()));
            }
            return new Index(content, uri, false);
        }
    }

    private byte[] read(URI uri, Transport.Body body) throws IOException {
        InputStream in = body.stream();
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 14];
        try (StallGuard guard = new StallGuard(body, policy.stall())) {
            for (int n; (n = guard.reading(uri, () -> in.read(buffer))) >= 0; ) {
                content.write(buffer, 0, n);
                if (content.size() > DownloadCache.MAX_INDEX) {
                    throw new FetchException.TooLarge(uri, DownloadCache.MAX_INDEX);
                }
            }
        }
        return content.toByteArray();
    }
}
