package org.atomsmith.rpm.md;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.atomsmith.rpm.md.ModuleYaml.Node;

/**
 * Reads {@code modules.yaml}: documents of modulemd 2, modulemd-defaults 1 and modulemd-obsoletes 1. Translations, and
 * documents of kinds and versions that package managers do not read, are passed over.
 */
public final class ModulesParser {
    private final List<Modules.Stream> streams = new ArrayList<>();
    private final List<Modules.Default> defaults = new ArrayList<>();
    private final List<Modules.Obsolete> obsoletes = new ArrayList<>();

    private ModulesParser() {}

    /**
     * Reads the documents.
     *
     * @param name what messages call them
     * @throws org.atomsmith.rpm.PackageFormatException with line and column: what was found, what is expected
     */
    public static Modules parse(InputStream in, String name) throws IOException {
        ModulesParser parser = new ModulesParser();
        ModuleYaml.read(in, name, parser::document);
        return new Modules(parser.streams, parser.defaults, parser.obsoletes);
    }

    private void document(Node document) throws IOException {
        String kind = document.require("document").text();
        String version = document.require("version").text();
        switch (kind + " " + version) {
            case "modulemd 2" -> streams.add(stream(document.require("data")));
            case "modulemd-defaults 1" -> defaults.add(byDefault(document.require("data")));
            case "modulemd-obsoletes 1" -> obsoletes.add(obsolete(document.require("data")));
            default -> {
                // Translations, packagers' documents, and modulemd 1, which no distribution publishes any more.
            }
        }
    }

    private static Modules.Stream stream(Node data) throws IOException {
        List<Map<String, List<String>>> requires = new ArrayList<>();
        for (Node alternative : items(data.find("dependencies"))) {
            requires.add(lists(alternative.find("requires")));
        }
        TreeMap<String, List<String>> profiles = new TreeMap<>();
        for (Map.Entry<String, Node> profile : fields(data.find("profiles")).entrySet()) {
            profiles.put(profile.getKey(), texts(profile.getValue().find("rpms")));
        }
        Optional<Node> artifacts = data.find("artifacts");
        return new Modules.Stream(
                data.require("name").text(),
                data.require("stream").text(),
                text(data, "version"),
                text(data, "context"),
                text(data, "arch"),
                text(data, "summary"),
                requires,
                profiles,
                artifacts.isPresent() ? texts(artifacts.get().find("rpms")) : List.of());
    }

    private static Modules.Default byDefault(Node data) throws IOException {
        Optional<Node> stream = data.find("stream");
        return new Modules.Default(
                data.require("module").text(),
                stream.isPresent() ? Optional.of(stream.get().text()) : Optional.empty(),
                lists(data.find("profiles")));
    }

    private static Modules.Obsolete obsolete(Node data) throws IOException {
        Optional<Node> by = data.find("obsoleted_by");
        return new Modules.Obsolete(
                data.require("module").text(),
                data.require("stream").text(),
                text(data, "context"),
                text(data, "modified"),
                text(data, "eol_date"),
                text(data, "message"),
                by.isPresent()
                        ? by.get().require("module").text() + ":"
                                + by.get().require("stream").text()
                        : "");
    }

    private static String text(Node data, String key) throws IOException {
        Optional<Node> value = data.find(key);
        return value.isPresent() ? value.get().text() : "";
    }

    private static TreeMap<String, List<String>> lists(Optional<Node> mapping) throws IOException {
        TreeMap<String, List<String>> lists = new TreeMap<>();
        for (Map.Entry<String, Node> entry : fields(mapping).entrySet()) {
            lists.put(entry.getKey(), texts(Optional.of(entry.getValue())));
        }
        return lists;
    }

    private static Map<String, Node> fields(Optional<Node> mapping) throws IOException {
        return mapping.isPresent() ? mapping.get().fields() : Map.of();
    }

    private static List<Node> items(Optional<Node> sequence) throws IOException {
        return sequence.isPresent() ? sequence.get().items() : List.of();
    }

    private static List<String> texts(Optional<Node> sequence) throws IOException {
        List<String> texts = new ArrayList<>();
        for (Node item : items(sequence)) {
            texts.add(item.text());
        }
        return texts;
    }
}
