package org.atomsmith.rpm.fetch;

import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers which servers failed, so that a dead first mirror is not waited for once per file. */
final class MirrorHealth {
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();

    void failed(URI uri) {
        failures.merge(server(uri), 1, Integer::sum);
    }

    /** The mirrors, those with fewer failures first, else in the given order. */
    List<URI> healthiestFirst(List<URI> mirrors) {
        return mirrors.stream()
                .sorted(Comparator.comparing(uri -> failures.getOrDefault(server(uri), 0)))
                .toList();
    }

    private static String server(URI uri) {
        return Optional.ofNullable(uri.getRawAuthority()).orElse("");
    }
}
