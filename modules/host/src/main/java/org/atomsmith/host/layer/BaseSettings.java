package org.atomsmith.host.layer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.compose.install.PayloadFilter;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.ObjectStore;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * How the image was composed, from the treefile that it carries: what is layered on it is treated alike.
 *
 * @param documentation whether documentation is installed
 * @param languages whose translations are installed; absent for all
 * @param recommends whether weak dependencies are followed
 * @param initramfsArguments for dracut
 */
record BaseSettings(
        boolean documentation, Optional<List<String>> languages, boolean recommends, List<String> initramfsArguments) {
    private static final String TREEFILE = "usr/share/rpm-ostree/treefile.json";

    /** What holds for an image that does not say: the defaults of treefiles. */
    static final BaseSettings DEFAULT = new BaseSettings(true, Optional.empty(), true, List.of());

    BaseSettings {
        languages = languages.map(List::copyOf);
        initramfsArguments = List.copyOf(initramfsArguments);
    }

    static BaseSettings read(FileTree tree, ObjectStore objects) throws IOException {
        return tree.get(TREEFILE).orElse(null) instanceof Node.File file ? parse(objects.read(file)) : DEFAULT;
    }

    private static BaseSettings parse(byte[] json) {
        boolean documentation = DEFAULT.documentation;
        Optional<List<String>> languages = Optional.empty();
        boolean recommends = DEFAULT.recommends;
        List<String> arguments = List.of();
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (key) {
                    case "documentation" -> documentation = value == JsonToken.VALUE_TRUE;
                    case "install-langs" -> languages = Optional.of(strings(parser));
                    case "recommends" -> recommends = value == JsonToken.VALUE_TRUE;
                    case "initramfs-args" -> arguments = strings(parser);
                    default -> parser.skipChildren();
                }
            }
        }
        return new BaseSettings(documentation, languages, recommends, arguments);
    }

    private static List<String> strings(JsonParser parser) {
        List<String> strings = new ArrayList<>();
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                strings.add(parser.getString());
            }
        }
        return strings;
    }

    PayloadFilter filter() {
        return new PayloadFilter(documentation, languages, Map.of());
    }
}
