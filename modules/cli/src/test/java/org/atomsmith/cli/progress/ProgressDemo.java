package org.atomsmith.cli.progress;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.atomsmith.cli.terminal.Terminal;
import org.atomsmith.event.Event;
import org.atomsmith.event.Step;

/**
 * Plays a build on the display, for looking at it: {@code java ... org.atomsmith.cli.progress.ProgressDemo [auto|plain|json]}.
 */
final class ProgressDemo {
    private ProgressDemo() {}

    public static void main(String[] args) throws InterruptedException {
        ProgressMode mode = Arrays.stream(args)
                .map(word -> ProgressMode.valueOf(word.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElse(ProgressMode.AUTO);
        try (Display display = Display.open(mode, Terminal.system(System.getenv()))) {
            try (Step step = Step.begin(display, "resolve", "Resolve packages")) {
                Thread.sleep(1200);
                step.end("255 packages");
            }
            Thread download =
                    Thread.ofVirtual().start(() -> play(display, "download", "Download packages", 145_000_000, true));
            Thread imports = Thread.ofVirtual().start(() -> play(display, "import", "Import packages", 255, false));
            Thread initramfs =
                    Thread.ofVirtual().start(() -> play(display, "initramfs", "Make the initramfs", -1, false));
            download.join();
            display.accept(new Event.Warning("commit", "there is no --sign-key: the commit is not signed"));
            imports.join();
            initramfs.join();
            try (Step step = Step.begin(display, "commit", "Commit the tree")) {
                step.end("14146 files", true);
            }
            if (args.length > 1) {
                try (Step step = Step.begin(display, "image", "Write the disk image")) {
                    step.advance(0);
                    Thread.sleep(1200);
                    throw new IllegalStateException("as asked");
                }
            }
        }
    }

    private static void play(Display display, String name, String title, long total, boolean bytes) {
        try (Step step = Step.begin(display, name, title, total, bytes ? Event.Unit.BYTES : Event.Unit.ITEMS)) {
            long length = total < 0 ? 80 : 120;
            for (int i = 0; i < length; i++) {
                Thread.sleep(20 + ThreadLocalRandom.current().nextInt(80));
                if (total > 0) {
                    step.bytes(145_000_000 / length);
                    step.advance(total / length, "openssh-server_" + i);
                }
            }
            step.end(bytes ? "145 MB" : total < 0 ? "22.1 MB" : "255 packages, 145 MB");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
