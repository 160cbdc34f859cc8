package org.atomsmith.compose.treefile;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decides the conditions of {@code conditional-include}. */
final class Conditions {
    private static final Pattern CONDITION = Pattern.compile(
            "\\s*(?<name>[A-Za-z0-9_]+)\\s*(?<operator>==|!=|<=|>=|<|>)\\s*(?:(?<switch>true|false)|(?<number>[0-9]{1,18})|\"(?<text>[^\"]*)\")\\s*");

    private final Map<String, Object> variables;
    private final Problems problems;

    /** Decides over variables whose values are Boolean, Long or String. */
    Conditions(Map<String, Object> variables, Problems problems) {
        this.variables = variables;
        this.problems = problems;
    }

    /** Whether all conditions hold; each is looked at, so that each mistake is told. A mistake does not hold. */
    boolean hold(Node conditions) {
        return switch (conditions) {
            case Node.Sequence list ->
                list.items().stream().filter(item -> !holds((Node.Scalar) item)).count() == 0;
            case Node.Scalar one -> holds(one);
            case Node.Mapping _ -> throw new IllegalArgumentException("not conditions");
        };
    }

    private boolean holds(Node.Scalar condition) {
        Matcher matcher = CONDITION.matcher(condition.text());
        if (!matcher.matches()) {
            problems.error(
                    condition.at(),
                    "not a condition: '" + condition.text() + "'",
                    "write: variable operator value, as in 'stream == \"stable\"' or 'releasever >= 13'");
            return false;
        }
        String name = matcher.group("name");
        Object left = variables.get(name);
        Object right = value(matcher);
        if (left == null) {
            problems.error(
                    condition.at(),
                    "undefined variable '" + name + "'",
                    Nearest.to(name, variables.keySet())
                            .map(near -> "did you mean '" + near + "'?")
                            .orElse("define it under 'variables'"));
            return false;
        }
        String operator = matcher.group("operator");
        if (!left.getClass().equals(right.getClass())) {
            problems.error(
                    condition.at(),
                    "'" + name + "' is " + kind(left) + ", but it is compared with " + kind(right),
                    hint(left, right));
            return false;
        }
        if (left instanceof Long number) {
            return compare(Long.compare(number, (Long) right), operator);
        }
        if (!operator.equals("==") && !operator.equals("!=")) {
            problems.error(
                    condition.at(),
                    "'" + operator + "' compares numbers, '" + name + "' is " + kind(left),
                    "use == or !=");
            return false;
        }
        return left.equals(right) == operator.equals("==");
    }

    private static boolean compare(int order, String operator) {
        return switch (operator) {
            case "==" -> order == 0;
            case "!=" -> order != 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    private static Object value(Matcher matcher) {
        return Optional.<Object>ofNullable(matcher.group("switch"))
                .<Object>map("true"::equals)
                .or(() -> Optional.ofNullable(matcher.group("number")).map(Long::valueOf))
                .or(() -> Optional.ofNullable(matcher.group("text")))
                .orElseThrow();
    }

    private static String hint(Object variable, Object value) {
        if (variable instanceof String && value instanceof Long) {
            return "put the number in double quotes";
        }
        return variable instanceof Long && value instanceof String ? "write the number without quotes" : "";
    }

    private static String kind(Object value) {
        return switch (value) {
            case Boolean _ -> "true or false";
            case Long _ -> "a number";
            default -> "a string";
        };
    }
}
