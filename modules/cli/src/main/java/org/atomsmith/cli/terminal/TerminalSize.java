package org.atomsmith.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The size of a terminal.
 *
 * @param columns characters in a line, 1 or more
 * @param rows lines, 1 or more
 */
public record TerminalSize(int columns, int rows) {

    /** What a terminal has had since the VT100. */
    public static final TerminalSize USUAL = new TerminalSize(80, 24);

    private static final int LARGEST = 10_000;

    /** Checks the ranges. */
    public TerminalSize {
        if (columns < 1 || columns > LARGEST || rows < 1 || rows > LARGEST) {
            throw new IllegalArgumentException("no terminal is " + columns + " columns by " + rows + " rows");
        }
    }

    /** Tells the size at this moment. */
    @FunctionalInterface
    public interface Source {
        /** The size now. */
        TerminalSize now();
    }

    /** Asks {@code stty} about the controlling terminal; without one, {@code COLUMNS} counts, else the usual size. */
    static Source ofControllingTerminal(Map<String, String> environment) {
        return () -> {
            try {
                Process stty = new ProcessBuilder("stty", "size")
                        .redirectInput(new File("/dev/tty"))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                stty.waitFor(1, TimeUnit.SECONDS);
                return parse(answer, environment);
            } catch (IOException e) {
                return parse("", environment); // no terminal, or no stty
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return USUAL;
            }
        };
    }

    /** Reads {@code "rows columns"}; a terminal that does not know its size says {@code "0 0"}. */
    static TerminalSize parse(String answer, Map<String, String> environment) {
        String[] words = answer.strip().split(" ", -1);
        int rows = words.length == 2 ? number(words[0]) : 0;
        int columns = words.length == 2 ? number(words[1]) : 0;
        if (columns == 0) {
            columns = number(environment.getOrDefault("COLUMNS", ""));
        }
        return new TerminalSize(columns == 0 ? USUAL.columns : columns, rows == 0 ? USUAL.rows : rows);
    }

    private static int number(String word) {
        return word.matches("[0-9]{1,4}") ? Integer.parseInt(word) : 0;
    }
}
