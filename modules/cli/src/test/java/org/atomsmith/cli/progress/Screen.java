package org.atomsmith.cli.progress;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a terminal shows after it was sent some text: the part of ECMA-48 that the display uses. Fails on any other. */
final class Screen {
    private static final Pattern TOKEN = Pattern.compile("\u001b\\[([?0-9;]*)([A-Za-z])|[\\s\\S]");

    private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
    private int row;
    private int column;
    private boolean cursorShown = true;

    Screen show(String text) {
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            String command = token.group(2);
            if (command != null) {
                control(token.group(1), command.charAt(0));
            } else {
                character(token.group().charAt(0));
            }
        }
        return this;
    }

    List<String> lines() {
        List<String> shown = new ArrayList<>(
                lines.stream().map(line -> line.toString().stripTrailing()).toList());
        while (!shown.isEmpty() && shown.getLast().isEmpty()) {
            shown.removeLast();
        }
        return shown;
    }

    boolean cursorShown() {
        return cursorShown;
    }

    private void control(String parameters, char command) {
        switch (parameters + command) {
            case "?25l" -> cursorShown = false;
            case "?25h" -> cursorShown = true;
            case "K" -> lines.get(row).setLength(Math.min(column, lines.get(row).length()));
            case "J" -> {
                lines.get(row).setLength(Math.min(column, lines.get(row).length()));
                lines.subList(row + 1, lines.size()).clear();
            }
            default -> {
                switch (command) {
                    case 'A' -> row -= Integer.parseInt(parameters);
                    case 'm' -> {} // a colour
                    default -> throw new AssertionError("unknown control sequence " + parameters + command);
                }
            }
        }
    }

    private void character(char c) {
        switch (c) {
            case '\r' -> column = 0;
            case '\n' -> {
                row++;
                column = 0;
                if (row == lines.size()) {
                    lines.add(new StringBuilder());
                }
            }
            default -> {
                StringBuilder line = lines.get(row);
                line.setLength(Math.max(line.length(), column + 1));
                line.setCharAt(column++, c);
            }
        }
    }
}
