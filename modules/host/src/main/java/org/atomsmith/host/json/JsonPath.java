package org.atomsmith.host.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.gvariant.Variant;

/**
 * Picks values by a path as json-glib takes it: {@code $.deployments[0].checksum}, {@code $..version},
 * {@code $['deployments'][*]}, {@code $.deployments[0,1]}, {@code $.deployments[0:2]}.
 */
public final class JsonPath {
    private final String path;
    private int at;

    private JsonPath(String path) {
        this.path = path;
    }

    /**
     * The values that a path leads to, in order.
     *
     * @throws UsageException when it is no path
     */
    public static List<Object> select(String path, Object root) {
        return new JsonPath(path).select(root);
    }

    private List<Object> select(Object root) {
        if (!path.startsWith("$")) {
            throw wrong("it begins with $");
        }
        at = 1;
        List<Object> found = List.of(plain(root));
        while (at < path.length()) {
            boolean deep = path.startsWith("..", at);
            if (deep) {
                List<Object> all = new ArrayList<>();
                found.forEach(value -> descend(value, all));
                found = all;
                at += path.startsWith("..[", at) ? 2 : 1;
            }
            found = path.charAt(at) == '[' ? brackets(found) : name(found);
        }
        return found;
    }

    private List<Object> name(List<Object> from) {
        if (path.charAt(at) != '.') {
            throw wrong("'.' or '[' is expected at character " + (at + 1));
        }
        int end = ++at;
        while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
            end++;
        }
        String name = path.substring(at, end);
        if (name.isEmpty()) {
            throw wrong("a name is missing at character " + (at + 1));
        }
        at = end;
        return name.equals("*") ? children(from) : members(from, List.of(name));
    }

    private List<Object> brackets(List<Object> from) {
        int end = path.indexOf(']', at);
        if (end < 0) {
            throw wrong("a ']' is missing");
        }
        String inside = path.substring(at + 1, end).strip();
        at = end + 1;
        if (inside.equals("*")) {
            return children(from);
        }
        if (inside.startsWith("'") || inside.startsWith("\"")) {
            List<String> names = new ArrayList<>();
            for (String part : inside.split(",", -1)) {
                String name = part.strip();
                if (name.length() < 2 || name.charAt(0) != name.charAt(name.length() - 1)) {
                    throw wrong("'" + name + "' is no name in quotes");
                }
                names.add(name.substring(1, name.length() - 1));
            }
            return members(from, names);
        }
        // What is no index is told, whatever it would be applied to.
        indices(inside, 0);
        List<Object> found = new ArrayList<>();
        for (Object value : from) {
            if (value instanceof List<?> list) {
                for (int index : indices(inside, list.size())) {
                    found.add(plain(list.get(index)));
                }
            }
        }
        return found;
    }

    /** {@code 0}, {@code -1}, {@code 0,2}, {@code 0:2}, {@code ::2}; those that are out of range are left out. */
    private List<Integer> indices(String inside, int size) {
        List<Integer> indices = new ArrayList<>();
        if (inside.indexOf(':') >= 0) {
            String[] parts = inside.split(":", -1);
            int from = parts[0].isBlank() ? 0 : within(number(parts[0]), size);
            int to = parts[1].isBlank() ? size : within(number(parts[1]), size);
            int step = parts.length < 3 || parts[2].isBlank() ? 1 : number(parts[2]);
            for (int i = from; step > 0 && i < Math.min(to, size); i += step) {
                indices.add(i);
            }
            return indices;
        }
        for (String part : inside.split(",", -1)) {
            int index = within(number(part), size);
            if (index >= 0 && index < size) {
                indices.add(index);
            }
        }
        return indices;
    }

    private static int within(int index, int size) {
        return index < 0 ? Math.max(0, index + size) : index;
    }

    private int number(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw wrong("'" + text + "' is no index");
        }
    }

    private static List<Object> members(List<Object> from, List<String> names) {
        List<Object> found = new ArrayList<>();
        for (Object value : from) {
            if (value instanceof Map<?, ?> map) {
                for (String name : names) {
                    Optional.<Object>ofNullable(map.get(name)).ifPresent(member -> found.add(plain(member)));
                }
            }
        }
        return found;
    }

    private static List<Object> children(List<Object> from) {
        List<Object> found = new ArrayList<>();
        from.forEach(value -> found.addAll(children(value)));
        return found;
    }

    private static List<Object> children(Object value) {
        return switch (value) {
            case Map<?, ?> map -> map.values().stream().map(JsonPath::plain).toList();
            case List<?> list -> list.stream().map(JsonPath::plain).toList();
            default -> List.of();
        };
    }

    private static void descend(Object value, List<Object> all) {
        all.add(value);
        children(value).forEach(child -> descend(child, all));
    }

    private static Object plain(Object value) {
        return switch (value) {
            case Variant variant -> JsonText.plain(variant);
            case Optional<?> optional when optional.isPresent() -> plain(optional.get());
            default -> value;
        };
    }

    private UsageException wrong(String why) {
        return new UsageException("'" + path + "' is no JSON path: " + why);
    }
}
