package org.atomsmith.solver;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Dependency.Comparison;
import org.atomsmith.rpm.Dependency.Simple;
import org.atomsmith.rpm.Evr;

/** Reads dependencies as RPM writes them, and with libsolv's operators {@code & | <IF> <ELSE> <UNLESS> + -}. */
final class DependencyText {
    private final String text;
    private int at;

    private DependencyText(String text) {
        this.text = text;
    }

    static Dependency parse(String text) {
        DependencyText reader = new DependencyText(text.strip());
        Dependency read = reader.expression();
        reader.skip();
        if (reader.at < reader.text.length()) {
            throw new IllegalArgumentException(text + ": what is '" + reader.text.substring(reader.at) + "'?");
        }
        return read;
    }

    private Dependency expression() {
        Dependency left = operand();
        String operator = operator();
        return switch (operator) {
            case "" -> left;
            case "and" -> new Dependency.And(list(left, "and"));
            case "or" -> new Dependency.Or(list(left, "or"));
            case "with" -> {
                Dependency right = operand();
                Dependency joined = new Dependency.With(left, right);
                while (peek().equals("with")) {
                    operator();
                    joined = new Dependency.With(joined, operand());
                }
                yield joined;
            }
            case "without" -> new Dependency.Without(left, operand());
            case "if", "unless" -> conditional(left, operator);
            default -> throw new IllegalArgumentException(text + ": unexpected " + operator);
        };
    }

    private Dependency conditional(Dependency then, String word) {
        boolean parenthesised = opens();
        int mark = at;
        Dependency condition;
        Optional<Dependency> otherwise = Optional.empty();
        if (parenthesised) {
            at++;
            condition = operand();
            if (peek().equals("else")) {
                operator();
                otherwise = Optional.of(operand());
                expect(')');
            } else {
                at = mark;
                condition = operand();
            }
        } else {
            condition = operand();
        }
        if (peek().equals("else")) {
            operator();
            otherwise = Optional.of(operand());
        }
        return word.equals("if")
                ? new Dependency.If(then, condition, otherwise)
                : new Dependency.Unless(then, condition, otherwise);
    }

    private List<Dependency> list(Dependency first, String word) {
        List<Dependency> parts = new ArrayList<>(List.of(first, operand()));
        while (peek().equals(word)) {
            operator();
            parts.add(operand());
        }
        return parts;
    }

    private Dependency operand() {
        if (opens()) {
            at++;
            Dependency inside = expression();
            expect(')');
            return inside;
        }
        String name = word();
        Comparison op = comparison();
        return op == Comparison.ANY ? Simple.any(name) : Simple.of(name, op, Evr.parse(word()));
    }

    private boolean opens() {
        skip();
        return at < text.length() && text.charAt(at) == '(';
    }

    private void expect(char c) {
        skip();
        if (at >= text.length() || text.charAt(at) != c) {
            throw new IllegalArgumentException(text + ": expected " + c + " at " + at);
        }
        at++;
    }

    private String peek() {
        int mark = at;
        String next = operator();
        at = mark;
        return next;
    }

    private String operator() {
        skip();
        int mark = at;
        String word = word();
        String known = switch (word.toLowerCase(Locale.ROOT)) {
            case "&", "and" -> "and";
            case "|", "or" -> "or";
            case "<if>", "if" -> "if";
            case "<unless>", "unless" -> "unless";
            case "<else>", "else" -> "else";
            case "+", "with" -> "with";
            case "-", "without" -> "without";
            default -> "";
        };
        if (known.isEmpty()) {
            at = mark;
        }
        return known;
    }

    private Comparison comparison() {
        skip();
        int mark = at;
        String sign = word();
        for (Comparison op : Comparison.values()) {
            if (!sign.isEmpty() && op.sign().equals(sign)) {
                return op;
            }
        }
        at = mark;
        return Comparison.ANY;
    }

    /** Up to a blank or to a parenthesis that was not opened within the word, as in {@code lib(x86-64)}. */
    private String word() {
        skip();
        int start = at;
        int depth = 0;
        while (at < text.length() && text.charAt(at) != ' ') {
            char c = text.charAt(at);
            if (c == '(') {
                depth++;
            } else if (c == ')' && --depth < 0) {
                break;
            }
            at++;
        }
        return text.substring(start, at);
    }

    private void skip() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }
}
