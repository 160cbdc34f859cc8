package org.atomsmith.compose.treefile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atomsmith.compose.treefile.Treefile.ModuleSettings;
import org.atomsmith.compose.treefile.Treefile.ModuleStream;

/** Reads {@code modules} and {@code platform-module}. */
final class ModuleSettingsReader {
    private static final Pattern STREAM =
            Pattern.compile("(?<module>[^:/\\s]+)(?::(?<stream>[^:/\\s]+))?(?:/(?<profile>[^:/\\s]+))?");

    private final Settings settings;
    private final Problems problems;

    ModuleSettingsReader(Settings settings, Problems problems) {
        this.settings = settings;
        this.problems = problems;
    }

    ModuleSettings read() {
        Optional<Node.Mapping> modules = settings.get(Key.MODULES).map(Node.Mapping.class::cast);
        return new ModuleSettings(
                streams(strings(modules, "enable"), false),
                strings(modules, "disable"),
                streams(strings(modules, "install"), true),
                platform());
    }

    private static List<Located<String>> strings(Optional<Node.Mapping> modules, String field) {
        return modules.flatMap(mapping -> mapping.get(field))
                .map(node -> ((Node.Sequence) node)
                        .items().stream()
                                .map(item -> new Located<>(((Node.Scalar) item).text(), item.at()))
                                .toList())
                .orElse(List.of());
    }

    private List<ModuleStream> streams(List<Located<String>> written, boolean profiles) {
        List<ModuleStream> streams = new ArrayList<>();
        for (Located<String> one : written) {
            Matcher matcher = STREAM.matcher(one.value());
            boolean understood = matcher.matches()
                    && (profiles || (matcher.group("profile") == null && matcher.group("stream") != null));
            if (understood) {
                streams.add(new ModuleStream(
                        one,
                        matcher.group("module"),
                        Optional.ofNullable(matcher.group("stream")),
                        Optional.ofNullable(matcher.group("profile"))));
            } else {
                problems.error(
                        one.at(),
                        "'" + one + "' is no stream of a module",
                        profiles ? "write name:stream/profile, name:stream or name" : "write name:stream");
            }
        }
        return streams;
    }

    private Optional<Located<String>> platform() {
        Optional<Located<String>> written = settings.text(Key.PLATFORM_MODULE);
        Optional<Located<String>> bad = written.filter(one -> !one.value().matches("platform:[^:/\\s]+"));
        bad.ifPresent(
                one -> problems.error(one.at(), "'" + one + "' is no platform of modules", "write platform:STREAM"));
        return bad.isPresent()
                ? Optional.empty()
                : written.map(one -> new Located<>(one.value().substring(9), one.at()));
    }
}
