package org.atomsmith.rpm.md;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The entry point of an rpm-md repository, {@code repodata/repomd.xml}: which metadata files there are.
 *
 * @param revision what the repository's maker calls this state; may be empty
 * @param files by type: {@code primary}, {@code filelists}, ...
 */
public record Repomd(String revision, SortedMap<String, MetadataFile> files) {
    private static final int MAX_FILES = 1000;

    public Repomd {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /**
     * One metadata file.
     *
     * @param checksumType {@code sha256} usually
     * @param checksum lower-case hexadecimal, of the file as it is fetched
     * @param href relative to the repository's base
     * @param size bytes as fetched, -1 when not stated
     * @param openSize bytes when decompressed, -1 when not stated
     */
    public record MetadataFile(
            String type, String checksumType, String checksum, String href, long size, long openSize) {}

    /**
     * Reads the document.
     *
     * @param name what messages call it
     * @throws org.atomsmith.rpm.PackageFormatException with line and column: what was found
     */
    public static Repomd parse(byte[] document, String name) throws IOException {
        MetadataXml xml = new MetadataXml(new ByteArrayInputStream(document), name);
        TreeMap<String, MetadataFile> files = new TreeMap<>();
        String[] revision = {""};
        xml.root("repomd");
        xml.children(element -> {
            switch (element) {
                case "revision" -> revision[0] = xml.text().strip();
                case "data" -> {
                    MetadataFile file = data(xml);
                    if (files.put(file.type(), file) != null) {
                        throw xml.problem("there are two files of type '" + file.type() + "'");
                    }
                    if (files.size() > MAX_FILES) {
                        throw xml.problem("there are more than " + MAX_FILES + " metadata files");
                    }
                }
                default -> {
                    // Tags describe the repository; nothing depends on them.
                }
            }
        });
        xml.end();
        return new Repomd(revision[0], files);
    }

    private static MetadataFile data(MetadataXml xml) throws IOException {
        String type = xml.require("type");
        TreeMap<String, String> facts = new TreeMap<>();
        xml.children(element -> {
            switch (element) {
                case "checksum" -> {
                    facts.put("checksum-type", xml.require("type"));
                    facts.put("checksum", xml.text().strip());
                }
                case "location" -> {
                    facts.put("href", Href.of(xml));
                }
                case "size", "open-size" -> facts.put(element, Long.toString(xml.number(xml.text())));
                default -> {
                    // Time stamps and database versions are of no use here.
                }
            }
        });
        String href = facts.get("href");
        String checksum = facts.get("checksum");
        if (href == null || checksum == null) {
            throw xml.problem("metadata of type '" + MetadataXml.shortened(type) + "' has no "
                    + (href == null ? "location" : "checksum"));
        }
        return new MetadataFile(
                type,
                facts.getOrDefault("checksum-type", ""),
                checksum,
                href,
                Long.parseLong(facts.getOrDefault("size", "-1")),
                Long.parseLong(facts.getOrDefault("open-size", "-1")));
    }
}
