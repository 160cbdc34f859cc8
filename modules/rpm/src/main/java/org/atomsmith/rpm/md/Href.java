package org.atomsmith.rpm.md;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** Where a file of a repository is: the {@code <location>} element. */
final class Href {
    private static final int MAX_LENGTH = 4096;

    private Href() {}

    /** The path below the repository's base, or the whole address when the element names another base. */
    static String of(MetadataXml xml) throws IOException {
        String href = xml.require("href");
        Optional<String> base = xml.xmlAttribute("base").filter(b -> !b.isBlank());
        boolean whole = href.matches("https?://.*");
        if (href.isEmpty()
                || href.length() > MAX_LENGTH
                || (!whole && (href.startsWith("/") || href.contains(":/")))
                || Arrays.asList(href.split("/", -1)).contains("..")) {
            throw xml.problem("location '" + MetadataXml.shortened(href) + "' is not a path below the repository");
        }
        if (whole || base.isEmpty()) {
            return href;
        }
        if (!base.get().matches("https?://.*")) {
            throw xml.problem("xml:base '" + MetadataXml.shortened(base.get()) + "' is not an http: or https: address");
        }
        return base.get() + (base.get().endsWith("/") ? "" : "/") + href;
    }
}
