package org.atomsmith.rpm.md;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.atomsmith.rpm.fetch.FetchException;

/**
 * What a metalink (version 3, as mirror managers answer) says of {@code repomd.xml}: which states of it are current, and
 * where it is.
 *
 * @param states the newest first, then those that mirrors may still have
 * @param mirrors base addresses, preferred first, each ending in a slash
 */
record Metalink(List<State> states, List<URI> mirrors) {
    private static final String FILE = "repomd.xml";
    private static final String SUFFIX = "repodata/repomd.xml";
    private static final int MAX_MIRRORS = 1000;
    private static final int MAX_PREFERENCE = 1_000_000;

    Metalink {
        states = List.copyOf(states);
        mirrors = List.copyOf(mirrors);
    }

    /**
     * One state of the document.
     *
     * @param timestamp seconds since 1970, 0 when not stated
     * @param size bytes, -1 when not stated
     * @param digest the strongest that is stated
     * @param algorithm its name for Java
     */
    record State(long timestamp, long size, String algorithm, String digest) {}

    private record Mirror(URI base, long preference) {}

    /**
     * Reads a metalink.
     *
     * @param name what messages call it
     * @throws org.atomsmith.rpm.PackageFormatException with line and column: what was found, what is expected
     */
    static Metalink parse(byte[] document, String name) throws IOException {
        MetadataXml xml = new MetadataXml(new ByteArrayInputStream(document), name);
        List<State> states = new ArrayList<>();
        List<Mirror> mirrors = new ArrayList<>();
        xml.root("metalink");
        xml.children(element -> {
            if (element.equals("files")) {
                xml.children(part -> {
                    if (part.equals("file") && xml.attribute("name").orElse("").equals(FILE)) {
                        file(xml, states, mirrors);
                    }
                });
            }
        });
        if (states.isEmpty() || mirrors.isEmpty()) {
            throw xml.problem("the metalink names no " + (states.isEmpty() ? "digest" : "mirror") + " of " + FILE
                    + "; expected a metalink of an RPM repository");
        }
        mirrors.sort(Comparator.comparingLong(Mirror::preference).reversed());
        return new Metalink(
                states, mirrors.stream().map(Mirror::base).distinct().toList());
    }

    private static void file(MetadataXml xml, List<State> states, List<Mirror> mirrors) throws IOException {
        List<State> alternates = new ArrayList<>();
        Optional<State> state = state(xml, part -> {
            switch (part) {
                case "alternates" ->
                    xml.children(alternate -> {
                        if (alternate.equals("alternate")) {
                            state(xml, other -> {}).ifPresent(alternates::add);
                        }
                    });
                case "resources" ->
                    xml.children(resource -> {
                        if (resource.equals("url")) {
                            url(xml).ifPresent(mirrors::add);
                        }
                    });
                default -> {
                    // Which country a mirror is in changes nothing.
                }
            }
        });
        state.ifPresent(states::add);
        states.addAll(alternates);
        if (mirrors.size() > MAX_MIRRORS || states.size() > MAX_MIRRORS) {
            throw xml.problem("there are more than " + MAX_MIRRORS + " mirrors or states");
        }
    }

    private static Optional<State> state(MetadataXml xml, MetadataXml.Child rest) throws IOException {
        long[] facts = {0, -1};
        TreeMap<Integer, State> digests = new TreeMap<>();
        xml.children(part -> {
            switch (part) {
                case "timestamp" -> facts[0] = xml.number(xml.text());
                case "size" -> facts[1] = xml.number(xml.text());
                case "verification" ->
                    xml.children(hash -> {
                        if (hash.equals("hash")) {
                            String type = xml.require("type").toLowerCase(Locale.ROOT);
                            String digest = xml.text().strip().toLowerCase(Locale.ROOT);
                            // MD5 and SHA-1 prove nothing.
                            switch (type) {
                                case "sha256" -> digests.put(1, new State(0, 0, "SHA-256", digest));
                                case "sha384" -> digests.put(2, new State(0, 0, "SHA-384", digest));
                                case "sha512" -> digests.put(3, new State(0, 0, "SHA-512", digest));
                                default -> {
                                    // Too weak, or unknown.
                                }
                            }
                        }
                    });
                default -> rest.element(part);
            }
        });
        return Optional.ofNullable(digests.lastEntry())
                .map(e -> new State(
                        facts[0],
                        facts[1],
                        e.getValue().algorithm(),
                        e.getValue().digest()));
    }

    private static Optional<Mirror> url(MetadataXml xml) throws IOException {
        long preference = Math.min(xml.number(xml.attribute("preference").orElse("")), MAX_PREFERENCE);
        String url = xml.text().strip();
        // Mirrors that speak rsync or FTP alone are of no use here.
        if (!url.matches("https?://[^\\s\"<>\\\\^`{|}]+") || !url.endsWith(SUFFIX)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Mirror(URI.create(url.substring(0, url.length() - SUFFIX.length())), preference));
        } catch (IllegalArgumentException e) {
            throw xml.problem("'" + MetadataXml.shortened(url) + "' is not an address");
        }
    }

    /** Refuses a document that is none of the states. */
    void check(byte[] document, URI from) throws FetchException {
        for (State state : states) {
            if ((state.size() < 0 || state.size() == document.length)
                    && digest(document, state.algorithm()).equals(state.digest())) {
                return;
            }
        }
        State newest = states.getFirst();
        throw new FetchException.Refused(from + ": this is not the repository's " + FILE + " of the metalink: expected "
                + newest.algorithm() + " " + newest.digest()
                + (states.size() > 1 ? " or one of " + (states.size() - 1) + " alternates" : "") + ", found "
                + digest(document, newest.algorithm())
                + "; the mirror is out of date, or has another repository there");
    }

    private static String digest(byte[] document, String algorithm) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(document));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
