package org.atomsmith.ostree.pull.http;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A metalink of version 3.0 that names a repository's summary: its size, its digests, and where it is.
 *
 * @param size bytes; empty when it does not say
 * @param algorithm of the digest, as Java calls it
 * @param digest of the summary
 * @param urls where it is, the best first
 */
public record Metalink(OptionalLong size, String algorithm, byte[] digest, List<URI> urls) {
    private static final long LIMIT = 10L << 20;
    private static final int DEEPEST = 64;

    /** A summary, and the repository that it was found in. */
    public record Found(byte[] summary, Mirrors repository) {}

    /**
     * Fetches a metalink and, from the first address that gives what the metalink describes, the summary.
     *
     * @param limit the most bytes that a summary may have
     */
    public static Found fetch(Fetcher fetcher, String url, long limit) throws IOException {
        Metalink metalink;
        try (Fetched file = fetcher.fetch(Mirrors.of(url), Fetcher.Request.of("", LIMIT))) {
            metalink = parse(file.body().bytes(), "summary");
        }
        IOException last = new IOException("metalink " + url + " names no address");
        for (URI uri : metalink.urls) {
            try (Fetched file = fetcher.fetch(new Mirrors(List.of(uri)), Fetcher.Request.of("", limit))) {
                byte[] summary = file.body().bytes();
                metalink.verify(summary);
                String text = uri.toString();
                return new Found(summary, Mirrors.of(text.substring(0, text.lastIndexOf('/'))));
            } catch (IOException e) {
                last = new IOException("While fetching " + uri + ": " + e.getMessage(), e);
            }
        }
        throw last;
    }

    private void verify(byte[] content) throws IOException {
        if (size.isPresent() && size.getAsLong() != content.length) {
            throw new IOException(
                    "Expected size is " + size.getAsLong() + " bytes but content is " + content.length + " bytes");
        }
        byte[] actual = digest(algorithm).digest(content);
        if (!MessageDigest.isEqual(actual, digest)) {
            throw new IOException("Expected checksum is " + HexFormat.of().formatHex(digest) + " but actual is "
                    + HexFormat.of().formatHex(actual));
        }
    }

    /**
     * Reads a metalink.
     *
     * @param name the file that is looked for in it
     * @throws IOException when it is none, or says too little of the file
     */
    static Metalink parse(byte[] xml, String name) throws IOException {
        Reading reading = new Reading(name);
        try {
            XMLInputFactory factory = XMLInputFactory.newInstance();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            // Given bytes that are not UTF-8, the reader would print that to standard error before throwing it.
            Reader text = new StringReader(new String(xml, StandardCharsets.UTF_8));
            XMLStreamReader reader = factory.createXMLStreamReader(text);
            reading.read(reader);
        } catch (XMLStreamException e) {
            if (!reading.begun) {
                throw new IOException("metalink: Document must begin with an element: " + e.getMessage(), e);
            }
            throw new IOException("metalink: " + e.getMessage(), e);
        }
        return reading.result();
    }

    /** Where the reader is, and what was found. */
    private static final class Reading {
        private final String name;
        private final List<String> path = new ArrayList<>();
        private final Map<String, String> hashes = new HashMap<>();
        private final List<URI> urls = new ArrayList<>();
        private OptionalLong size = OptionalLong.empty();
        private boolean begun;
        private boolean inFile;
        private boolean found;

        Reading(String name) {
            this.name = name;
        }

        void read(XMLStreamReader reader) throws XMLStreamException, IOException {
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> start(reader);
                    case XMLStreamConstants.END_ELEMENT -> {
                        inFile = inFile && path.size() != 3;
                        path.removeLast();
                    }
                    default -> {}
                }
            }
        }

        private void start(XMLStreamReader reader) throws XMLStreamException, IOException {
            begun = true;
            path.add(reader.getLocalName());
            if (path.size() > DEEPEST) {
                throw new IOException("metalink: elements nest deeper than " + DEEPEST);
            }
            switch (String.join("/", path)) {
                case "metalink/files/file" -> {
                    inFile = !found && name.equals(reader.getAttributeValue(null, "name"));
                    found |= inFile;
                }
                case "metalink/files/file/size" -> {
                    if (inFile) {
                        size = OptionalLong.of(number(text(reader)));
                    }
                }
                case "metalink/files/file/verification/hash" -> {
                    if (inFile) {
                        Optional<String> type = Optional.ofNullable(reader.getAttributeValue(null, "type"));
                        String value = text(reader);
                        type.ifPresent(known -> hashes.put(known, value));
                    }
                }
                case "metalink/files/file/resources/url" -> {
                    if (inFile) {
                        String protocol = String.valueOf(reader.getAttributeValue(null, "protocol"));
                        String address = text(reader);
                        if (protocol.equals("http") || protocol.equals("https")) {
                            urls.add(Mirrors.parse(address));
                        }
                    }
                }
                default -> {}
            }
        }

        /** Also passes the end of the element. */
        private String text(XMLStreamReader reader) throws XMLStreamException {
            String text = reader.getElementText().strip();
            path.removeLast();
            return text;
        }

        private static long number(String text) throws IOException {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new IOException("metalink: the size '" + text + "' is no number", e);
            }
        }

        Metalink result() throws IOException {
            if (!found) {
                throw new IOException("metalink: No <file name='" + name + "'> found");
            }
            if (urls.isEmpty()) {
                throw new IOException("metalink: No <url method='http'> elements found");
            }
            for (String type : List.of("sha512", "sha256")) {
                String hash = hashes.get(type);
                if (hash != null) {
                    String algorithm = type.equals("sha512") ? "SHA-512" : "SHA-256";
                    return new Metalink(
                            size, algorithm, hex(type, hash, digest(algorithm).getDigestLength()), urls);
                }
            }
            throw new IOException("metalink: No <verification> element with known <hash type=> found");
        }

        private static byte[] hex(String type, String hash, int length) throws IOException {
            try {
                byte[] bytes = HexFormat.of().parseHex(hash);
                if (bytes.length == length) {
                    return bytes;
                }
            } catch (IllegalArgumentException e) {
                throw new IOException("metalink: Invalid hash digest for " + type, e);
            }
            throw new IOException("metalink: Invalid hash digest for " + type);
        }
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + algorithm, e);
        }
    }
}
