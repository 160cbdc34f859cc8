package org.atomsmith.ostree.cli.pull;

import java.io.PrintStream;
import java.util.Locale;
import org.atomsmith.ostree.cli.command.ByteCount;
import org.atomsmith.ostree.pull.PullListener;

/** One line of a terminal that is written again and again. */
final class TerminalProgress implements PullListener {
    private static final int WIDTH = 78;

    private final PrintStream out;

    TerminalProgress(PrintStream out) {
        this.out = out;
    }

    @Override
    public void progress(double fraction, Progress progress) {
        long rate = (long) (progress.bytes() / Math.max(0.001, progress.seconds()));
        String text = String.format(
                Locale.ROOT,
                "Receiving objects: %d%% (%d/%d%s) %s/s %s",
                (int) (fraction * 100),
                progress.done(),
                progress.wanted(),
                progress.isScanning() ? ", scanning" : "",
                ByteCount.text(rate),
                ByteCount.text(progress.bytes()));
        out.print("\r" + text + " ".repeat(Math.max(0, WIDTH - text.length())) + "\r");
        out.flush();
    }

    @Override
    public void signatures(String text) {
        out.println();
        out.print(text);
    }
}
