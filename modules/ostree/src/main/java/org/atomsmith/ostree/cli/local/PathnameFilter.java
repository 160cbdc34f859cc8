package org.atomsmith.ostree.cli.local;

import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.atomsmith.ostree.cli.command.UsageException;

/** The value of {@code --tar-pathname-filter}: {@code REGEX,REPLACEMENT}, where {@code \1} stands for a group. */
final class PathnameFilter {
    private PathnameFilter() {}

    static UnaryOperator<String> parse(String text) {
        int comma = text.indexOf(',');
        if (comma < 0) {
            throw new UsageException("Missing ',' in --tar-pathname-filter");
        }
        try {
            Pattern pattern = Pattern.compile(text.substring(0, comma));
            String replacement = replacement(text.substring(comma + 1));
            return path -> pattern.matcher(path).replaceAll(replacement);
        } catch (PatternSyntaxException e) {
            throw new UsageException("--tar-pathname-filter: " + e.getDescription() + " in '" + e.getPattern() + "'");
        }
    }

    /** Perl's notation of groups in Java's. */
    private static String replacement(String text) {
        StringBuilder java = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() && Character.isDigit(text.charAt(i + 1))) {
                java.append('$').append(text.charAt(++i));
            } else if (c == '$') {
                java.append("\\$");
            } else {
                java.append(c);
            }
        }
        return java.toString();
    }
}
