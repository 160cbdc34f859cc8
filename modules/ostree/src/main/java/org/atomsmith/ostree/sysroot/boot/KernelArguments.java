package org.atomsmith.ostree.sysroot.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A kernel command line, in order. Arguments are divided by spaces outside double quotes and may repeat a key
 * ({@code console=}).
 */
public record KernelArguments(List<String> arguments) {

    /** No arguments. */
    public static final KernelArguments NONE = new KernelArguments(List.of());

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

    /**
     * What the running kernel was started with, of use to another: without {@code ostree=}, and without what boot
     * loaders add ({@code BOOT_IMAGE=}, {@code initrd=}).
     *
     * @param commandLine {@code /proc/cmdline}
     */
    public static KernelArguments ofRunningKernel(String commandLine) {
        return parse(commandLine).without("ostree").without("BOOT_IMAGE").without("initrd");
    }

    /** These arguments and one more at the end. */
    public KernelArguments append(String argument) {
        List<String> changed = new ArrayList<>(arguments);
        changed.add(argument);
        return new KernelArguments(changed);
    }

    /** These arguments and more at the end. */
    public KernelArguments appendAll(List<String> more) {
        List<String> changed = new ArrayList<>(arguments);
        changed.addAll(more);
        return new KernelArguments(changed);
    }

    /** These arguments, with this one at the end unless it is there. */
    public KernelArguments appendIfMissing(String argument) {
        return arguments.contains(argument) ? this : append(argument);
    }

    /**
     * These arguments with all of this key ({@code ostree=...}) replaced by one, where the first of them stands, or put
     * at the end.
     */
    public KernelArguments replace(String argument) {
        String key = key(argument);
        List<String> changed = new ArrayList<>();
        boolean replaced = false;
        for (String old : arguments) {
            if (!key(old).equals(key)) {
                changed.add(old);
            } else if (!replaced) {
                changed.add(argument);
                replaced = true;
            }
        }
        return replaced ? new KernelArguments(changed) : append(argument);
    }

    /** These arguments without those of a key. */
    public KernelArguments without(String key) {
        return new KernelArguments(arguments.stream()
                .filter(argument -> !key(argument).equals(key))
                .toList());
    }

    /**
     * These arguments without one: {@code key=value} is that one; {@code key} is the one that has no value, or the only
     * one of that key. Unchanged when it is not there.
     *
     * @throws IllegalArgumentException when a key alone could mean several
     */
    public KernelArguments delete(String argument) {
        List<String> changed = new ArrayList<>(arguments);
        if (changed.remove(argument)) {
            return new KernelArguments(changed);
        }
        List<String> ofKey = arguments.stream()
                .filter(candidate -> argument.indexOf('=') < 0 && key(candidate).equals(argument))
                .toList();
        if (ofKey.size() > 1) {
            throw new IllegalArgumentException("Multiple values for key '" + argument + "' found");
        }
        ofKey.forEach(changed::remove);
        return new KernelArguments(changed);
    }

    /** The value of a key's last argument; empty when there is none, or it has no value. */
    public Optional<String> last(String key) {
        return arguments.reversed().stream()
                .filter(argument -> argument.startsWith(key + "="))
                .map(argument -> argument.substring(key.length() + 1))
                .findFirst();
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
