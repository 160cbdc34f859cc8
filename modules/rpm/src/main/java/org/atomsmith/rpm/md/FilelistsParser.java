package org.atomsmith.rpm.md;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** Reads {@code filelists.xml} and {@code filelists-ext.xml}: every path of every package. */
final class FilelistsParser {
    private FilelistsParser() {}

    /** Takes packages and their paths. */
    interface Sink {
        /** A package begins; {@code sha256} is its digest as primary lists it. */
        void rpm(String sha256) throws IOException;

        /** A path of the package that began last. */
        void path(String path) throws IOException;
    }

    /** Reads the document, handing on each path; {@code name} is what messages call the document. */
    static void parse(InputStream in, String name, Sink sink) throws IOException {
        MetadataXml xml = new MetadataXml(in, name);
        xml.root("filelists", "filelists-ext");
        xml.children(element -> {
            if (element.equals("package")) {
                sink.rpm(xml.require("pkgid").toLowerCase(Locale.ROOT));
                xml.children(part -> {
                    if (part.equals("file")) {
                        sink.path(xml.text());
                    }
                });
            }
        });
        xml.end();
    }
}
