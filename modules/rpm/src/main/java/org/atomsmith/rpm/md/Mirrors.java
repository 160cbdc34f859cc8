package org.atomsmith.rpm.md;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomsmith.rpm.TextFileException;
import org.atomsmith.rpm.fetch.DownloadCache;
import org.atomsmith.rpm.fetch.Index;
import org.atomsmith.rpm.fetch.IndexCheck;

/**
 * Where a repository is: the addresses of its definition, then those that its metalink or mirror list names.
 *
 * @param bases best first, each ending in a slash
 * @param metalink what vouches for repomd.xml, when there is one
 */
record Mirrors(List<URI> bases, Optional<Metalink> metalink) {
    /** More are never needed, and an answer may have hundreds. */
    private static final int MOST = 20;

    Mirrors {
        bases = List.copyOf(bases);
    }

    static Mirrors of(RepoDefinition definition, DownloadCache cache) throws IOException {
        List<URI> bases = new ArrayList<>(definition.bases());
        Optional<Metalink> metalink = Optional.empty();
        if (definition.metalink().isPresent()) {
            Index answer = fetch(definition, definition.metalink().get(), cache);
            metalink =
                    Optional.of(Metalink.parse(answer.content(), answer.from().toString()));
            bases.addAll(metalink.get().mirrors());
        } else if (definition.mirrorlist().isPresent()) {
            Index answer = fetch(definition, definition.mirrorlist().get(), cache);
            String text = new String(answer.content(), StandardCharsets.UTF_8);
            if (text.stripLeading().startsWith("<?xml") && text.contains("<metalink")) {
                metalink = Optional.of(
                        Metalink.parse(answer.content(), answer.from().toString()));
                bases.addAll(metalink.get().mirrors());
            } else {
                bases.addAll(list(text, answer.from().toString()));
            }
        }
        return new Mirrors(bases.stream().distinct().limit(MOST).toList(), metalink);
    }

    private static Index fetch(RepoDefinition definition, URI address, DownloadCache cache) throws IOException {
        return cache.fetchIndex(List.of(address), IndexCheck.NONE, definition.transfer());
    }

    /** One address on a line, comments and empty lines between. */
    static List<URI> list(String text, String name) throws TextFileException {
        List<URI> mirrors = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\r?\n", -1)) {
            number++;
            String address = line.strip();
            if (address.isEmpty() || address.startsWith("#") || address.matches("(ftp|rsync)://.*")) {
                continue;
            }
            if (!address.matches("https?://[^\\s\"<>\\\\^`{|}]+")) {
                throw new TextFileException(
                        name,
                        number,
                        1,
                        "expected the address of a mirror, found '" + MetadataXml.shortened(address) + "'");
            }
            try {
                mirrors.add(URI.create(address.endsWith("/") ? address : address + "/"));
            } catch (IllegalArgumentException e) {
                throw new TextFileException(
                        name, number, 1, "'" + MetadataXml.shortened(address) + "' is not an address");
            }
        }
        if (mirrors.isEmpty()) {
            throw new TextFileException(name, 1, 1, "the list names no mirror that http: or https: reaches");
        }
        return mirrors;
    }
}
