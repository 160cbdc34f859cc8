package org.atomsmith.solver.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Dependency.Comparison;
import org.atomsmith.rpm.Dependency.Simple;
import org.atomsmith.rpm.Evr;

/** Dependencies as libsolv's test cases write them: {@code A <IF> (B <ELSE> C)}, {@code foo . i586}, {@code \28} for a parenthesis. */
final class TestcaseDependency {
    /** A name or a version, or an operator with what it joins. */
    sealed interface Node {}

    record Literal(String text) implements Node {}

    record Null() implements Node {}

    record Operation(String operator, Node left, Node right) implements Node {}

    private static final List<String> VERSIONED = List.of("<", "<=", "=", ">=", ">", "<=>", "<>");
    private static final List<String> JOINING =
            List.of("&", "|", "+", "-", "<IF>", "<UNLESS>", "<ELSE>", "<WITH>", "<WITHOUT>", "<COND>");

    private final String text;
    private int at;

    private TestcaseDependency(String text) {
        this.text = text;
    }

    static Node tree(String text) {
        TestcaseDependency parser = new TestcaseDependency(text);
        Node node = parser.dependency();
        parser.space();
        if (parser.at < text.length()) {
            throw new IllegalArgumentException("'" + text + "' at " + parser.at);
        }
        return node;
    }

    static Dependency parse(String text) {
        return dependency(tree(text));
    }

    private Node dependency() {
        Node left = simple();
        space();
        String operator = peek();
        if (!JOINING.contains(operator)) {
            return left;
        }
        at += operator.length();
        return new Operation(operator, left, dependency());
    }

    private Node simple() {
        space();
        Node name;
        if (at < text.length() && text.charAt(at) == '(') {
            at++;
            name = dependency();
            space();
            at++;
        } else {
            name = name();
        }
        while (true) {
            space();
            String operator = peek();
            if (operator.equals(".")) {
                at++;
                space();
                name = new Operation(".", name, literal(word()));
            } else if (VERSIONED.contains(operator)) {
                at += operator.length();
                space();
                Node version = literal(word());
                space();
                if (text.startsWith("compat >=", at)) {
                    at += "compat >=".length();
                    space();
                    version = new Operation("compat >=", version, literal(word()));
                }
                name = new Operation(operator, name, version);
            } else {
                return name;
            }
        }
    }

    private Node name() {
        String word = word();
        if (word.equals("<NULL>")) {
            return new Null();
        }
        if (word.startsWith("namespace:") && word.endsWith(")")) {
            int open = word.indexOf('(');
            String inner = word.substring(open + 1, word.length() - 1);
            return new Operation(
                    "<NAMESPACE>",
                    literal(word.substring(0, open)),
                    inner.equals("<NULL>") ? new Null() : literal(inner));
        }
        if (word.endsWith(":any")) {
            return new Operation("<MULTIARCH>", literal(word.substring(0, word.length() - 4)), new Literal("any"));
        }
        return literal(word);
    }

    /** Replaces two hexadecimal digits after a backslash by what they stand for. */
    private static Node literal(String written) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < written.length(); i++) {
            if (written.charAt(i) == '\\' && i + 2 < written.length()) {
                int code = Integer.parseInt(written.substring(i + 1, i + 3), 16);
                if (code != 0) {
                    plain.append((char) code);
                }
                i += 2;
            } else {
                plain.append(written.charAt(i));
            }
        }
        return new Literal(plain.toString());
    }

    private String word() {
        int from = at;
        int depth = 0;
        while (at < text.length() && text.charAt(at) != ' ') {
            char c = text.charAt(at);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth < 0) {
                break;
            }
            at++;
        }
        return text.substring(from, at);
    }

    private String peek() {
        int end = at;
        while (end < text.length() && text.charAt(end) != ' ' && text.charAt(end) != ')') {
            end++;
        }
        return text.substring(at, end);
    }

    private void space() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    /** The lines that libsolv prints for a dependency that it has read. */
    static List<String> genid(Node node) {
        List<String> lines = new ArrayList<>();
        number(node, lines);
        return lines;
    }

    private static void number(Node node, List<String> lines) {
        switch (node) {
            case Literal(String text) -> lines.add("lit " + text);
            case Null() -> lines.add("null");
            case Operation(String operator, Node left, Node right) -> {
                if (right instanceof Operation(String inner, Node first, Node second) && inner.equals("compat >=")) {
                    number(left, lines);
                    number(first, lines);
                    number(second, lines);
                    lines.add("op compat >=");
                } else {
                    number(left, lines);
                    number(right, lines);
                }
                lines.add("op " + operator);
            }
        }
    }

    private static Dependency dependency(Node node) {
        return switch (node) {
            case Literal(String text) -> Simple.any(text);
            case Null() -> Simple.any("<NULL>");
            case Operation(String operator, Node left, Node right) -> operation(operator, left, right);
        };
    }

    private static Dependency operation(String operator, Node left, Node right) {
        return switch (operator) {
            case "&" -> new Dependency.And(List.of(dependency(left), dependency(right)));
            case "|" -> new Dependency.Or(List.of(dependency(left), dependency(right)));
            case "+", "<WITH>" -> new Dependency.With(dependency(left), dependency(right));
            case "-", "<WITHOUT>" -> new Dependency.Without(dependency(left), dependency(right));
            case "<IF>", "<COND>" -> {
                Optional<Node> otherwise = otherwise(right);
                yield new Dependency.If(
                        dependency(left), dependency(condition(right)), otherwise.map(TestcaseDependency::dependency));
            }
            case "<UNLESS>" -> {
                Optional<Node> otherwise = otherwise(right);
                yield new Dependency.Unless(
                        dependency(left), dependency(condition(right)), otherwise.map(TestcaseDependency::dependency));
            }
            case "<NAMESPACE>" -> Simple.any(text(left) + "(" + text(right) + ")");
            case "<MULTIARCH>" -> dependency(left);
            default -> Simple.of(text(left), comparison(operator), Evr.parse(text(right)));
        };
    }

    private static Optional<Node> otherwise(Node right) {
        return right instanceof Operation(String inner, Node _, Node second) && inner.equals("<ELSE>")
                ? Optional.of(second)
                : Optional.empty();
    }

    private static Node condition(Node right) {
        return right instanceof Operation(String inner, Node first, Node _) && inner.equals("<ELSE>") ? first : right;
    }

    private static String text(Node node) {
        return switch (node) {
            case Literal(String text) -> text;
            case Null() -> "<NULL>";
            case Operation(String _, Node left, Node _) -> text(left);
        };
    }

    static Comparison comparison(String operator) {
        return switch (operator.toLowerCase(Locale.ROOT)) {
            case "<" -> Comparison.LESS;
            case "<=" -> Comparison.LESS_OR_EQUAL;
            case "=" -> Comparison.EQUAL;
            case ">=" -> Comparison.GREATER_OR_EQUAL;
            case ">" -> Comparison.GREATER;
            default -> throw new IllegalArgumentException("what is '" + operator + "'?");
        };
    }
}
