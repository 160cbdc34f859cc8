package org.atomsmith.rpm.md;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads {@code other.xml}: the changelogs of packages. */
public final class OtherParser {
    private static final int MAX_CHANGES = 100_000;

    private OtherParser() {}

    /**
     * One entry of a changelog.
     *
     * @param time seconds since 1970
     */
    public record Change(long time, String author, String text) {}

    /** Takes changelogs. */
    @FunctionalInterface
    public interface Sink {
        /** Takes a package's entries, oldest first; {@code sha256} is its digest as primary lists it. */
        void changelog(String sha256, List<Change> changes) throws IOException;
    }

    /**
     * Reads the document, handing on each package's changelog.
     *
     * @param name what messages call it
     * @throws org.atomsmith.rpm.PackageFormatException with line and column: what was found, what is expected
     */
    public static void parse(InputStream in, String name, Sink sink) throws IOException {
        MetadataXml xml = new MetadataXml(in, name);
        xml.root("otherdata");
        xml.children(element -> {
            if (element.equals("package")) {
                String id = xml.require("pkgid").toLowerCase(Locale.ROOT);
                List<Change> changes = new ArrayList<>();
                xml.children(part -> {
                    if (part.equals("changelog")) {
                        long time = xml.number(xml.require("date"));
                        String author = xml.attribute("author").orElse("");
                        changes.add(new Change(time, author, xml.text()));
                        if (changes.size() > MAX_CHANGES) {
                            throw xml.problem("a package has more than " + MAX_CHANGES + " changes");
                        }
                    }
                });
                sink.changelog(id, List.copyOf(changes));
            }
        });
        xml.end();
    }
}
