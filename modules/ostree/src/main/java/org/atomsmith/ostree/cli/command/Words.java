package org.atomsmith.ostree.cli.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A command's words, read by its syntax. Options and arguments may be mixed; after {@code --} all words are arguments.
 *
 * @param options the values of each option that is there, in order; an empty text for an option without a value
 * @param arguments the others, in order
 */
public record Words(Map<String, List<String>> options, List<String> arguments) {

    /**
     * Reads the words.
     *
     * @throws UsageException for an unknown option, a missing value or one too many
     */
    public static Words parse(Syntax syntax, List<String> words) {
        Map<String, List<String>> options = new HashMap<>();
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--")) {
                arguments.addAll(words.subList(i + 1, words.size()));
                break;
            } else if (word.startsWith("--")) {
                i += longOption(syntax, words, i, options);
            } else if (word.startsWith("-") && word.length() > 1) {
                i += letters(syntax, words, i, options);
            } else {
                arguments.add(word);
            }
        }
        return new Words(options, List.copyOf(arguments));
    }

    private static int longOption(Syntax syntax, List<String> words, int at, Map<String, List<String>> options) {
        String word = words.get(at);
        int equals = word.indexOf('=');
        String name = word.substring(2, equals < 0 ? word.length() : equals);
        Option option = syntax.named(name).orElseThrow(() -> new UsageException("Unknown option --" + name));
        if (!option.takesValue()) {
            // As GLib reads it, a value behind such an option says nothing, not even --name=false.
            add(options, option, "");
            return 0;
        }
        if (equals >= 0) {
            add(options, option, word.substring(equals + 1));
            return 0;
        }
        add(options, option, next(words, at, "--" + name));
        return 1;
    }

    private static int letters(Syntax syntax, List<String> words, int at, Map<String, List<String>> options) {
        String word = words.get(at);
        for (int i = 1; i < word.length(); i++) {
            char letter = word.charAt(i);
            Option option = syntax.lettered(letter).orElseThrow(() -> new UsageException("Unknown option -" + letter));
            if (!option.takesValue()) {
                add(options, option, "");
            } else if (i + 1 < word.length()) {
                add(options, option, word.substring(i + 1));
                return 0;
            } else {
                add(options, option, next(words, at, "-" + letter));
                return 1;
            }
        }
        return 0;
    }

    private static String next(List<String> words, int at, String option) {
        if (at + 1 >= words.size()) {
            throw new UsageException("Missing argument for " + option);
        }
        return words.get(at + 1);
    }

    private static void add(Map<String, List<String>> options, Option option, String value) {
        options.computeIfAbsent(option.name(), _ -> new ArrayList<>()).add(value);
    }
}
