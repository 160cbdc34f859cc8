package org.atomsmith.rpm.md;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads {@code updateinfo.xml}, advisory by advisory. */
public final class UpdateInfoParser {
    private static final int MAX_ENTRIES = 1_000_000;

    private final MetadataXml xml;
    private int entries;

    private UpdateInfoParser(MetadataXml xml) {
        this.xml = xml;
    }

    /** Takes advisories. */
    @FunctionalInterface
    public interface Sink {
        /** Takes one. */
        void advisory(Advisory advisory) throws IOException;
    }

    /**
     * Reads the document, handing on each advisory.
     *
     * @param name what messages call it
     * @throws org.atomsmith.rpm.PackageFormatException with line and column: what was found
     */
    public static void parse(InputStream in, String name, Sink sink) throws IOException {
        MetadataXml xml = new MetadataXml(in, name);
        UpdateInfoParser parser = new UpdateInfoParser(xml);
        xml.root("updates");
        xml.children(element -> {
            if (element.equals("update")) {
                sink.advisory(parser.advisory());
            }
        });
        xml.end();
    }

    private Advisory advisory() throws IOException {
        count();
        Map<String, String> facts = new TreeMap<>();
        for (String attribute : List.of("from", "status", "type", "version")) {
            facts.put(attribute, xml.attribute(attribute).orElse(""));
        }
        List<Advisory.Reference> references = new ArrayList<>();
        List<Advisory.Collection> collections = new ArrayList<>();
        xml.children(element -> {
            switch (element) {
                case "issued", "updated" ->
                    facts.put(element, xml.attribute("date").orElse(""));
                case "references" ->
                    xml.children(part -> {
                        if (part.equals("reference")) {
                            count();
                            references.add(new Advisory.Reference(
                                    attribute("type"), attribute("id"), attribute("href"), attribute("title")));
                        }
                    });
                case "pkglist" ->
                    xml.children(part -> {
                        if (part.equals("collection")) {
                            collections.add(collection());
                        }
                    });
                case "id",
                        "title",
                        "rights",
                        "release",
                        "severity",
                        "summary",
                        "description",
                        "solution",
                        "reboot_suggested" -> facts.put(element, xml.text().strip());
                default -> {
                    // How often it was pushed is of no use here.
                }
            }
        });
        return new Advisory(
                facts.getOrDefault("id", ""),
                facts.getOrDefault("type", ""),
                facts.getOrDefault("from", ""),
                facts.getOrDefault("status", ""),
                facts.getOrDefault("version", ""),
                facts.getOrDefault("title", ""),
                facts.getOrDefault("issued", ""),
                facts.getOrDefault("updated", ""),
                facts.getOrDefault("rights", ""),
                facts.getOrDefault("release", ""),
                facts.getOrDefault("severity", ""),
                facts.getOrDefault("summary", ""),
                facts.getOrDefault("description", ""),
                facts.getOrDefault("solution", ""),
                isTrue(facts.get("reboot_suggested")),
                references,
                collections);
    }

    private Advisory.Collection collection() throws IOException {
        String shortName = attribute("short");
        String[] name = {""};
        List<Advisory.Module> module = new ArrayList<>();
        List<Advisory.Package> packages = new ArrayList<>();
        xml.children(element -> {
            switch (element) {
                case "name" -> name[0] = xml.text().strip();
                case "module" ->
                    module.add(new Advisory.Module(
                            attribute("name"),
                            attribute("stream"),
                            attribute("version"),
                            attribute("context"),
                            attribute("arch")));
                case "package" -> packages.add(rpm());
                default -> {
                    // Nothing else is known.
                }
            }
        });
        return new Advisory.Collection(shortName, name[0], module.stream().findFirst(), packages);
    }

    private Advisory.Package rpm() throws IOException {
        count();
        String name = attribute("name");
        long epoch = xml.number(attribute("epoch"));
        String version = attribute("version");
        String release = attribute("release");
        String arch = attribute("arch");
        String source = attribute("src");
        String[] filename = {""};
        boolean[] reboot = {false};
        xml.children(element -> {
            if (element.equals("filename")) {
                filename[0] = xml.text().strip();
            } else if (element.equals("reboot_suggested")) {
                String said = xml.text().strip();
                reboot[0] = said.isEmpty() || isTrue(said);
            }
        });
        return new Advisory.Package(name, epoch, version, release, arch, source, filename[0], reboot[0]);
    }

    private static boolean isTrue(@Nullable String text) {
        return Optional.ofNullable(text)
                .map(t -> t.toLowerCase(Locale.ROOT))
                .filter(t -> t.equals("true") || t.equals("1"))
                .isPresent();
    }

    private String attribute(String name) {
        return xml.attribute(name).orElse("");
    }

    private void count() throws IOException {
        if (++entries > MAX_ENTRIES) {
            throw xml.problem("there are more than " + MAX_ENTRIES + " advisories, references and packages");
        }
    }
}
