package org.atomsmith.rpm.md;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** Reads {@code filelists.xml}: every path of every package. */
final class FilelistsParser {
    private FilelistsParser() {}

    /** Takes one path of one package. */
    @FunctionalInterface
    interface Sink {
        /** Takes the path; {@code sha256} is the package's digest as primary lists it. */
        void path(String sha256, String path);
    }

    /** Reads the document, handing on each path; {@code name} is what messages call the document. */
    static void parse(InputStream in, String name, Sink sink) throws IOException {
        MetadataXml xml = new MetadataXml(in, name);
        xml.root("filelists");
        xml.children(element -> {
            if (element.equals("package")) {
                String id = xml.require("pkgid").toLowerCase(Locale.ROOT);
                xml.children(part -> {
                    if (part.equals("file")) {
                        sink.path(id, xml.text());
                    }
                });
            }
        });
        xml.end();
    }
}
