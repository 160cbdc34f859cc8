package org.atomsmith.compose.treefile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A treefile with all that it includes merged into it: one file that means the same, of which every value knows where it
 * was written.
 *
 * @param file the treefile that was read
 * @param basearch the architecture that conditions were decided for
 * @param sources every file that was read, the first one included, in the order of reading
 * @param entries what is set, in the order of the reference; nothing stands twice
 * @param refusals why a compose would refuse it here, empty when it would not
 * @param warnings what was ignored
 */
public record FlatTreefile(
        Path file,
        String basearch,
        List<Path> sources,
        List<Entry> entries,
        List<Problem> refusals,
        List<Problem> warnings) {

    /** Copies the lists. */
    public FlatTreefile {
        sources = List.copyOf(sources);
        entries = List.copyOf(entries);
        refusals = List.copyOf(refusals);
        warnings = List.copyOf(warnings);
    }

    /** One key and its value. */
    public record Entry(String key, Node value) {}

    /** As YAML that is a treefile again; comments say where each value comes from. */
    public String toYaml() {
        YamlText yaml = new YamlText();
        entries.forEach(entry -> yaml.entry(entry.key(), entry.value()));
        return yaml.text();
    }

    /** The treefile as plain values: what a JSON treefile of the same meaning holds. */
    public Map<String, Object> plain() {
        Map<String, Object> plain = new LinkedHashMap<>();
        entries.forEach(entry -> plain.put(entry.key(), entry.value().plain()));
        return plain;
    }

    /**
     * Where a value was written.
     *
     * @param line counted from 1
     * @param column counted from 1
     */
    public record Origin(String file, int line, int column) {}

    /** Where each value without parts was written, by its JSON Pointer (RFC 6901) in {@link #plain}. */
    public Map<String, Origin> origins() {
        Map<String, Origin> origins = new LinkedHashMap<>();
        entries.forEach(entry -> origins("/" + escaped(entry.key()), entry.value(), origins));
        return origins;
    }

    private static void origins(String pointer, Node node, Map<String, Origin> to) {
        List<Runnable> parts = new ArrayList<>();
        switch (node) {
            case Node.Scalar _ -> {}
            case Node.Sequence list -> {
                for (int i = 0; i < list.items().size(); i++) {
                    String below = pointer + "/" + i;
                    Node item = list.items().get(i);
                    parts.add(() -> origins(below, item, to));
                }
            }
            case Node.Mapping mapping ->
                mapping.entries()
                        .forEach(entry ->
                                parts.add(() -> origins(pointer + "/" + escaped(entry.name()), entry.value(), to)));
        }
        if (parts.isEmpty()) {
            to.put(
                    pointer,
                    new Origin(
                            node.at().file().toString(),
                            node.at().line(),
                            node.at().column()));
        }
        parts.forEach(Runnable::run);
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
