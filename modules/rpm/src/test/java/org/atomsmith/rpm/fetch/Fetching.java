package org.atomsmith.rpm.fetch;

import java.net.URI;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.atomsmith.event.EventSink;

/** A program that fetches one file, for tests that need a process of its own: cache, address, digest, size. */
final class Fetching {
    private Fetching() {}

    public static void main(String[] args) throws Exception {
        Request request = new Request(List.of(URI.create(args[1])), args[2], Long.parseLong(args[3]), "the file");
        try {
            new DownloadCache(Path.of(args[0]), false).fetchAll(List.of(request), 1, EventSink.none());
        } catch (FetchException e) {
            System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
            System.exit(1);
        }
    }

    /** The command that runs this program. */
    static List<String> command(Path cache, URI uri, String sha256, long size) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Fetching.class.getName(),
                cache.toString(),
                uri.toString(),
                sha256,
                Long.toString(size));
    }

    static List<String> concat(Collection<String> first, Collection<String> second) {
        List<String> all = new java.util.ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
