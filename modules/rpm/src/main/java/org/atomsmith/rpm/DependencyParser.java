package org.atomsmith.rpm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads dependencies as RPM writes them: {@code name}, {@code name >= 1:2-3}, and rich ones such as
 * {@code (a >= 1 or (b if c else d))}. Follows rpm's {@code rpmrichParse}: one kind of operator in each pair of
 * parentheses, of which only {@code and}, {@code or} and {@code with} may repeat.
 */
public final class DependencyParser {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_LENGTH = 1 << 16;
    private static final Set<String> SIGNS = Set.of("<", "<=", "=", "==", ">=", ">");

    private final String text;
    private int at;

    private DependencyParser(String text) {
        this.text = text;
    }

    /**
     * Reads one dependency, rich or not.
     *
     * @throws IllegalArgumentException when it is none: quotes it and says where and why
     */
    public static Dependency parse(String text) {
        DependencyParser parser = new DependencyParser(text);
        if (text.length() > MAX_LENGTH) {
            throw parser.problem("it is longer than " + MAX_LENGTH + " characters");
        }
        parser.skipSpace();
        Dependency parsed = parser.dependency(0);
        parser.skipSpace();
        if (parser.at < text.length()) {
            throw parser.problem("nothing may follow here");
        }
        return parsed;
    }

    private Dependency dependency(int depth) {
        if (at < text.length() && text.charAt(at) == '(') {
            return rich(depth);
        }
        String name = word();
        int afterName = at;
        skipSpace();
        String sign = peekWord();
        if (!SIGNS.contains(sign)) {
            at = afterName;
            return Dependency.Simple.any(name);
        }
        at += sign.length();
        skipSpace();
        return Dependency.Simple.of(name, comparison(sign), Evr.parse(word()));
    }

    private Dependency rich(int depth) {
        if (depth >= MAX_DEPTH) {
            throw problem("parentheses are nested deeper than " + MAX_DEPTH);
        }
        at++;
        List<Dependency> parts = new ArrayList<>();
        parts.add(part(depth));
        String operator = operator();
        while (!operator.isEmpty()) {
            parts.add(part(depth));
            String next = operator();
            if (operator.equals("if") || operator.equals("unless")) {
                return conditional(operator, parts, next, depth);
            }
            if (next.isEmpty()) {
                return joined(operator, parts);
            }
            if (!next.equals(operator) || operator.equals("without")) {
                throw problem("'" + next + "' may not follow '" + operator + "' without parentheses");
            }
        }
        return parts.getFirst();
    }

    private Dependency conditional(String operator, List<Dependency> parts, String next, int depth) {
        Optional<Dependency> otherwise = Optional.empty();
        if (next.equals("else")) {
            otherwise = Optional.of(part(depth));
            next = operator();
        }
        if (!next.isEmpty()) {
            throw problem("'" + next + "' may not follow '" + operator + "' without parentheses");
        }
        return operator.equals("if")
                ? new Dependency.If(parts.get(0), parts.get(1), otherwise)
                : new Dependency.Unless(parts.get(0), parts.get(1), otherwise);
    }

    private Dependency joined(String operator, List<Dependency> parts) {
        return switch (operator) {
            case "and" -> new Dependency.And(parts);
            case "or" -> new Dependency.Or(parts);
            case "with" -> parts.stream().reduce(Dependency.With::new).orElseThrow();
            case "without" -> new Dependency.Without(parts.get(0), parts.get(1));
            default -> throw problem("'" + operator + "' joins nothing: expected and, or, if, unless, with, without");
        };
    }

    private Dependency part(int depth) {
        skipSpace();
        Dependency part = dependency(depth + 1);
        skipSpace();
        return part;
    }

    /** The operator that comes next, or nothing when the parentheses close here. */
    private String operator() {
        skipSpace();
        if (at >= text.length()) {
            throw problem("a ')' is missing");
        }
        if (text.charAt(at) == ')') {
            at++;
            return "";
        }
        return word();
    }

    /** Up to white space or to a parenthesis that was not opened within the word, as in {@code perl(Foo)}. */
    private String peekWord() {
        int depth = 0;
        int end = at;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            char c = text.charAt(end);
            if (c == '(') {
                depth++;
            } else if (c == ')' && --depth < 0) {
                break;
            }
            end++;
        }
        return text.substring(at, end);
    }

    private String word() {
        String word = peekWord();
        if (word.isEmpty()) {
            throw problem("a name or version is missing");
        }
        at += word.length();
        return word;
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private static Dependency.Comparison comparison(String sign) {
        return switch (sign) {
            case "<" -> Dependency.Comparison.LESS;
            case "<=" -> Dependency.Comparison.LESS_OR_EQUAL;
            case ">=" -> Dependency.Comparison.GREATER_OR_EQUAL;
            case ">" -> Dependency.Comparison.GREATER;
            default -> Dependency.Comparison.EQUAL;
        };
    }

    private IllegalArgumentException problem(String what) {
        String shown = text.length() > 200 ? text.substring(0, 200) + "..." : text;
        return new IllegalArgumentException(
                "dependency '" + shown + "', character " + (Math.min(at, text.length()) + 1) + ": " + what);
    }
}
