package org.atomsmith.host.bus;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a D-Bus interface has, as it is told to whoever introspects.
 *
 * @param name {@code "org.projectatomic.rpmostree1.OS"}
 */
record InterfaceDescription(String name, List<Method> methods, List<Property> properties, List<Signal> signals) {

    /** An argument's name and type. */
    record Argument(String name, String type) {}

    /** A method with what it takes and gives. */
    record Method(String name, List<Argument> in, List<Argument> out) {
        /** The types of what it takes: {@code "sa{sv}"}. */
        String signature() {
            StringBuilder types = new StringBuilder();
            in.forEach(argument -> types.append(argument.type()));
            return types.toString();
        }
    }

    /** A property; all of ours can be read only. */
    record Property(String name, String type) {}

    /** A signal with what it carries. */
    record Signal(String name, List<Argument> arguments) {}

    /**
     * Reads the short notation: a line for each member, {@code method Upgrade options:a{sv} -> transaction_address:s},
     * {@code property Name s} or {@code signal Message text:s}.
     */
    static InterfaceDescription parse(String name, String lines) {
        List<Method> methods = new ArrayList<>();
        List<Property> properties = new ArrayList<>();
        List<Signal> signals = new ArrayList<>();
        for (String line : lines.split("\n")) {
            String[] words = line.strip().split(" ");
            switch (words[0]) {
                case "method" -> {
                    int arrow = List.of(words).indexOf("->");
                    int end = arrow < 0 ? words.length : arrow;
                    methods.add(new Method(
                            words[1], arguments(words, 2, end), arguments(words, Math.min(end + 1, words.length))));
                }
                case "property" -> properties.add(new Property(words[1], words[2]));
                case "signal" -> signals.add(new Signal(words[1], arguments(words, 2)));
                default -> throw new IllegalArgumentException(line);
            }
        }
        return new InterfaceDescription(name, List.copyOf(methods), List.copyOf(properties), List.copyOf(signals));
    }

    private static List<Argument> arguments(String[] words, int from) {
        return arguments(words, from, words.length);
    }

    private static List<Argument> arguments(String[] words, int from, int to) {
        List<Argument> arguments = new ArrayList<>();
        for (int i = from; i < to; i++) {
            int colon = words[i].indexOf(':');
            arguments.add(new Argument(words[i].substring(0, colon), words[i].substring(colon + 1)));
        }
        return List.copyOf(arguments);
    }

    /** The method of a name. */
    Optional<Method> method(String member) {
        return methods.stream().filter(m -> m.name().equals(member)).findFirst();
    }
}
