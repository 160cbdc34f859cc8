package org.atomsmith.ostree.pull;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.gvariant.VariantException;
import org.atomsmith.ostree.pull.http.Fetched;
import org.atomsmith.ostree.pull.http.Fetcher;
import org.atomsmith.ostree.pull.http.Mirrors;
import org.atomsmith.ostree.pull.http.Validators;
import org.atomsmith.ostree.trust.RemoteTrust;

/**
 * A remote's summary.
 *
 * @param bytes as it came
 * @param signatures {@code summary.sig} as it came; empty when the remote has none
 */
public record RemoteSummary(byte[] bytes, Optional<byte[]> signatures) {
    private static final String SUMMARY = "summary";
    private static final String SIGNATURES = "summary.sig";

    /** A summary and its signatures, each with its version. */
    private record Pair(SummaryCache.Entry summary, Optional<SummaryCache.Entry> signatures) {
        RemoteSummary plain() {
            return new RemoteSummary(summary.bytes(), signatures.map(SummaryCache.Entry::bytes));
        }
    }

    /** What the signatures say, by kind; nothing when they are none. */
    public SequencedMap<String, Variant> signatureDict() {
        return signatures.map(RemoteSummary::dict).orElseGet(LinkedHashMap::new);
    }

    /** What is not a dictionary holds no signatures. */
    private static SequencedMap<String, Variant> dict(byte[] bytes) {
        try {
            return Variant.parse(Variant.DICT, bytes).asDict();
        } catch (VariantException e) {
            return new LinkedHashMap<>();
        }
    }

    /**
     * Gets the summary of a remote, verified when its configuration asks for that.
     *
     * @param metalinked the summary when it came by a metalink
     * @param cache where it was kept before; empty to fetch it whole
     * @param distrustCache for tests of what happens then: fail when what is kept does not verify
     * @return empty when the remote has none
     */
    static Optional<RemoteSummary> get(
            Source source,
            Optional<byte[]> metalinked,
            Optional<RemoteTrust> trust,
            Optional<SummaryCache> cache,
            boolean distrustCache)
            throws IOException {
        boolean verify = trust.isPresent() && trust.get().verifiesSummary();
        if (metalinked.isPresent() || source instanceof LocalSource || !verify) {
            Optional<byte[]> summary = metalinked.isPresent() ? metalinked : source.file(SUMMARY);
            if (summary.isEmpty()) {
                return Optional.empty();
            }
            RemoteSummary found = new RemoteSummary(summary.get(), source.file(SIGNATURES));
            if (verify) {
                verify(found, trust.orElseThrow());
            }
            return Optional.of(found);
        }
        HttpSource http = (HttpSource) source;
        Optional<Pair> kept = cache.isPresent() ? kept(cache.get()) : Optional.empty();
        if (kept.isPresent()) {
            Optional<RemoteSummary> renewed = renew(http, kept.get(), trust.orElseThrow(), cache, distrustCache);
            if (renewed.isPresent()) {
                return renewed;
            }
        }
        Optional<Pair> fresh = fetch(http, Optional.empty());
        if (fresh.isPresent()) {
            verify(fresh.get().plain(), trust.orElseThrow());
            keep(fresh.get(), cache);
        }
        return fresh.map(Pair::plain);
    }

    /** Fetches what changed since; empty when the result does not verify, so all of it must be fetched. */
    private static Optional<RemoteSummary> renew(
            HttpSource source, Pair kept, RemoteTrust trust, Optional<SummaryCache> cache, boolean distrustCache)
            throws IOException {
        Optional<Pair> pair = fetch(source, Optional.of(kept));
        if (pair.isEmpty()) {
            return Optional.empty();
        }
        try {
            verify(pair.get().plain(), trust);
        } catch (IOException e) {
            if (distrustCache && pair.get().summary == kept.summary) {
                throw new PullException("OSTREE_REPO_TEST_ERROR_INVALID_CACHE", e);
            }
            return Optional.empty();
        }
        if (pair.get().summary != kept.summary || !pair.get().signatures.equals(kept.signatures)) {
            keep(pair.get(), cache);
        }
        return Optional.of(pair.get().plain());
    }

    private static Optional<Pair> fetch(HttpSource source, Optional<Pair> kept) throws IOException {
        Optional<SummaryCache.Entry> keptSignatures = kept.flatMap(Pair::signatures);
        Optional<SummaryCache.Entry> signatures = fetch(source, SIGNATURES, keptSignatures);
        if (kept.isPresent()
                && signatures.isPresent()
                && keptSignatures.isPresent()
                && Arrays.equals(signatures.get().bytes(), keptSignatures.get().bytes())) {
            return kept;
        }
        return fetch(source, SUMMARY, kept.map(Pair::summary)).map(summary -> new Pair(summary, signatures));
    }

    private static Optional<SummaryCache.Entry> fetch(HttpSource source, String name, Optional<SummaryCache.Entry> kept)
            throws IOException {
        Mirrors mirrors = source.metadataMirrors();
        Validators known = kept.map(SummaryCache.Entry::validators).orElse(Validators.NONE);
        Optional<Fetched> found = source.fetcher().find(mirrors, new Fetcher.Request(name, Source.MAX_METADATA, known));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (Fetched fetched = found.get()) {
            return fetched.unchanged()
                    ? kept
                    : Optional.of(new SummaryCache.Entry(fetched.body().bytes(), fetched.validators()));
        }
    }

    private static void verify(RemoteSummary summary, RemoteTrust trust) throws IOException {
        if (summary.signatures.isEmpty()) {
            trust.verifySummary(summary.bytes, new LinkedHashMap<>());
        } else {
            SequencedMap<String, Variant> dict = summary.signatureDict();
            if (dict.isEmpty()) {
                // A file that holds no signatures is another fault than no file.
                dict.put("ostree.none", Variant.bool(true));
            }
            trust.verifySummary(summary.bytes, dict);
        }
    }

    private static Optional<Pair> kept(SummaryCache cache) throws IOException {
        Optional<SummaryCache.Entry> signatures = cache.signatures();
        return cache.summary().map(summary -> new Pair(summary, signatures));
    }

    private static void keep(Pair pair, Optional<SummaryCache> cache) throws IOException {
        if (cache.isPresent() && pair.signatures.isPresent()) {
            cache.get().keepSummary(pair.summary.bytes(), pair.summary.validators());
            cache.get()
                    .keepSignatures(
                            pair.signatures.get().bytes(), pair.signatures.get().validators());
        }
    }
}
