package org.atomsmith.ostree.pull.http;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code mirrorlist=URL}: a file with an address on each line. */
public final class MirrorList {
    private static final long LIMIT = 1 << 20;
    private static final int MOST = 1000;

    private MirrorList() {}

    /**
     * Fetches a list of mirrors. Those at its beginning that have no {@code config} are passed over.
     *
     * @throws IOException when none of them is usable
     */
    public static Mirrors fetch(Fetcher fetcher, String url) throws IOException {
        List<URI> bases;
        try (Fetched list = fetcher.fetch(Mirrors.of(url), Fetcher.Request.of("", LIMIT))) {
            bases = parse(new String(list.body().bytes(), StandardCharsets.UTF_8));
        }
        for (int i = 0; i < bases.size(); i++) {
            if (isRepository(fetcher, bases.get(i))) {
                return new Mirrors(bases.subList(i, bases.size()));
            }
        }
        throw new IOException("No valid mirrors were found in mirrorlist '" + url + "'");
    }

    private static boolean isRepository(Fetcher fetcher, URI base) throws IOException {
        try {
            Optional<Fetched> config = fetcher.find(new Mirrors(List.of(base)), Fetcher.Request.of("config", LIMIT));
            if (config.isPresent()) {
                config.get().close();
            }
            return config.isPresent();
        } catch (FetchException e) {
            return false;
        }
    }

    /** The addresses of a list; empty lines and lines that begin with {@code #} are none. */
    static List<URI> parse(String text) throws IOException {
        List<URI> bases = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            String address = line.strip();
            if (!address.isEmpty() && !address.startsWith("#") && bases.size() < MOST) {
                bases.add(Mirrors.parse(address));
            }
        }
        return bases;
    }
}
