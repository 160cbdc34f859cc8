package org.atomsmith.ostree.sysroot;

import java.util.ArrayList;
import java.util.List;

/**
 * A kernel command line, in order. Arguments are divided by spaces outside double quotes and may repeat a key
 * ({@code console=}).
 */
public record KernelArguments(List<String> arguments) {

    /** Copies the arguments. */
    public KernelArguments {
        arguments = List.copyOf(arguments);
    }

    /** Reads a command line. */
    public static KernelArguments parse(String text) {
        List<String> arguments = new ArrayList<>();
        StringBuilder argument = new StringBuilder();
        boolean quoted = false;
        for (char c : (text + " ").toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            }
            if (!quoted && Character.isWhitespace(c)) {
                if (!argument.isEmpty()) {
                    arguments.add(argument.toString());
                    argument.setLength(0);
                }
            } else {
                argument.append(c);
            }
        }
        if (!argument.isEmpty()) {
            throw new IllegalArgumentException("kernel arguments with an unclosed quote: " + text);
        }
        return new KernelArguments(arguments);
    }

    /** These arguments and one more at the end. */
    public KernelArguments append(String argument) {
        List<String> changed = new ArrayList<>(arguments);
        changed.add(argument);
        return new KernelArguments(changed);
    }

    /** These arguments with the one of this key ({@code ostree=...}) replaced where it stands, or put at the end. */
    public KernelArguments replace(String argument) {
        String key = key(argument);
        List<String> changed = new ArrayList<>(arguments);
        for (int i = 0; i < changed.size(); i++) {
            if (key(changed.get(i)).equals(key)) {
                changed.set(i, argument);
                return new KernelArguments(changed);
            }
        }
        return append(argument);
    }

    /** These arguments without those of a key. */
    public KernelArguments without(String key) {
        return new KernelArguments(arguments.stream()
                .filter(argument -> !key(argument).equals(key))
                .toList());
    }

    /** The command line. */
    public String text() {
        return String.join(" ", arguments);
    }

    private static String key(String argument) {
        int equals = argument.indexOf('=');
        return equals < 0 ? argument : argument.substring(0, equals);
    }
}
