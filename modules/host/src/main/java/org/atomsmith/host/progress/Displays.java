package org.atomsmith.host.progress;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.pull.PullListener;

/** The displays, and which one a call asks for. */
final class Displays {
    private static final int BAR = 24;

    private Displays() {}

    static Display of(Call call) {
        String mode = call.value("progress").orElse("auto");
        if (call.has("quiet") && mode.equals("auto")) {
            return new Silent();
        }
        return switch (mode) {
            case "auto" -> isTerminal(call) ? new Bar(call.err()) : new Lines(call.err());
            case "plain" -> new Lines(call.err());
            case "json" -> new JsonLines(call.err());
            case "none" -> new Silent();
            default -> throw new UsageException("--progress is one of auto, plain, json, none, not '" + mode + "'");
        };
    }

    private static boolean isTerminal(Call call) {
        try {
            String name = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return !call.environment("TERM").orElse("dumb").equals("dumb")
                    && (name.startsWith("/dev/pts/") || name.startsWith("/dev/tty") || name.equals("/dev/console"));
        } catch (IOException e) {
            return false; // no /proc: then nobody is taken to be looking
        }
    }

    /** One line of a terminal that is written again and again. */
    record Bar(PrintStream err) implements Display {
        @Override
        public void show(Phase phase, double fraction, String detail) {
            int full = (int) (fraction * BAR);
            err.print("\r\u001b[K[" + "#".repeat(full) + "-".repeat(BAR - full) + "] " + (int) (fraction * 100) + "% "
                    + phase.title() + (detail.isEmpty() ? "" : ": " + detail));
            err.flush();
        }

        @Override
        public void hide() {
            err.print("\r\u001b[K");
            err.flush();
        }

        @Override
        public void line(String text) {
            err.print("\r\u001b[K" + text + "\n");
            err.flush();
        }

        @Override
        public void end() {
            hide();
        }
    }

    /** A line for each phase: for logs. */
    private static final class Lines implements Display {
        private final PrintStream err;
        private String last = "";

        Lines(PrintStream err) {
            this.err = err;
        }

        @Override
        public void show(Phase phase, double fraction, String detail) {
            if (!phase.name().equals(last)) {
                last = phase.name();
                line(phase.title() + (detail.isEmpty() ? "" : ": " + detail));
            }
        }

        @Override
        public void line(String text) {
            err.println(text);
            err.flush();
        }

        @Override
        public void end() {}
    }

    /** A JSON object in a line for each report: for programs. */
    private record JsonLines(PrintStream err) implements Display {
        @Override
        public void show(Phase phase, double fraction, String detail) {
            print("{\"event\":\"progress\",\"phase\":\"" + escaped(phase.name()) + "\",\"title\":\""
                    + escaped(phase.title()) + "\",\"fraction\":" + Math.round(fraction * 10_000) / 10_000.0
                    + ",\"detail\":\"" + escaped(detail) + "\",\"measured\":" + phase.measured() + "}");
        }

        @Override
        public void download(PullListener.Progress figures) {
            print("{\"event\":\"download\",\"done\":" + figures.done() + ",\"wanted\":" + figures.wanted()
                    + ",\"scanning\":" + figures.isScanning() + ",\"bytes\":" + figures.bytes() + ",\"seconds\":"
                    + Math.round(figures.seconds() * 1000) / 1000.0
                    + ",\"parts\":" + figures.delta().done() + ",\"partsWanted\":"
                    + figures.delta().wanted()
                    + ",\"partsBytes\":" + figures.delta().bytes() + "}");
        }

        @Override
        public void line(String text) {
            print("{\"event\":\"message\",\"text\":\"" + escaped(text) + "\"}");
        }

        @Override
        public void end() {
            print("{\"event\":\"end\"}");
        }

        private void print(String line) {
            err.print(line + "\n");
            err.flush();
        }

        private static String escaped(String text) {
            StringBuilder escaped = new StringBuilder();
            for (char c : text.toCharArray()) {
                if (c == '"' || c == '\\') {
                    escaped.append('\\').append(c);
                } else if (c < 0x20) {
                    escaped.append(String.format("\\u%04x", (int) c));
                } else {
                    escaped.append(c);
                }
            }
            return escaped.toString();
        }
    }

    /** Nothing. */
    private record Silent() implements Display {
        @Override
        public void show(Phase phase, double fraction, String detail) {}

        @Override
        public void line(String text) {}

        @Override
        public void end() {}
    }
}
