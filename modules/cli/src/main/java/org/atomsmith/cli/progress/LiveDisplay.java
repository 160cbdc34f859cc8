package org.atomsmith.cli.progress;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atomsmith.cli.terminal.Terminal;
import org.atomsmith.cli.terminal.TerminalSize;
import org.atomsmith.event.Event;

/**
 * Progress on a terminal: a line for each running step, redrawn in place; what has ended scrolls up and stays. Draws at
 * most ten times a second, each time with a single write, and gives the cursor back when it is closed or the program is
 * interrupted.
 */
final class LiveDisplay implements Display {
    private static final String HIDE_CURSOR = "\u001b[?25l";
    private static final String SHOW_CURSOR = "\u001b[?25h";
    private static final String ERASE_LINE = "\u001b[K";
    private static final String ERASE_BELOW = "\u001b[J";
    private static final Duration FRAME = Duration.ofMillis(100);

    /** How often the size is asked for: it costs a process. */
    private static final int TICKS_PER_SIZE = 20;

    private final Terminal terminal;
    private final LiveLayout layout;
    private final long begunNanos = System.nanoTime();
    private final Map<String, RunningStep> running = new LinkedHashMap<>();
    private final List<String> scrolling = new ArrayList<>();
    private TerminalSize size;
    private int ended;
    private int drawnLines;
    private int ticks;
    private boolean closed;
    private final Thread restore = new Thread(() -> finish("interrupted"), "progress-restore");
    private final Ticker ticker;

    /** Takes the lower end of the terminal. */
    LiveDisplay(Terminal terminal) {
        this.terminal = terminal;
        this.layout = new LiveLayout(terminal.err(), terminal.unicode() ? Glyphs.UNICODE : Glyphs.ASCII);
        this.size = terminal.size().now();
        Runtime.getRuntime().addShutdownHook(restore);
        terminal.err().print(HIDE_CURSOR);
        this.ticker = new Ticker(FRAME, this::tick);
    }

    @Override
    public synchronized void accept(Event event) {
        if (closed) {
            return;
        }
        switch (event) {
            case Event.Begun begun -> running.put(begun.step(), RunningStep.begin(begun, System.nanoTime()));
            case Event.Advanced advanced ->
                running.computeIfPresent(advanced.step(), (_, step) -> step.advance(advanced));
            case Event.Ended end -> {
                scrolling.add(layout.ended(removed(end.step()), end, size));
                ended++;
            }
            case Event.Failed failed ->
                scrolling.add(layout.failed(removed(failed.step()), "failed", failed.seconds(), size));
            case Event.Warning warning -> scrolling.add(layout.warning(warning));
        }
    }

    @Override
    public void close() {
        ticker.close();
        finish("stopped");
        try {
            Runtime.getRuntime().removeShutdownHook(restore);
        } catch (IllegalStateException e) {
            // the program is ending: the hook runs, and finds that all is done
        }
    }

    /** The last drawing: steps that still run will not end any more. */
    private synchronized void finish(String how) {
        if (closed) {
            return;
        }
        long now = System.nanoTime();
        running.values().forEach(step -> scrolling.add(layout.failed(step.title(), how, step.seconds(now), size)));
        running.clear();
        closed = true;
        draw(List.of());
        terminal.err().print(SHOW_CURSOR);
    }

    /** The title of a step that is over; its name when it never began here. */
    private String removed(String name) {
        RunningStep step = running.remove(name);
        return step == null ? name : step.title();
    }

    private void tick() {
        if (++ticks % TICKS_PER_SIZE == 0) {
            resize(terminal.size().now());
        }
        drawRunning();
    }

    private synchronized void resize(TerminalSize now) {
        size = now;
    }

    private synchronized void drawRunning() {
        if (closed || (running.isEmpty() && ended == 0 && scrolling.isEmpty())) {
            return;
        }
        long now = System.nanoTime();
        draw(layout.running(running.values(), ended, (now - begunNanos) / 1e9, now, size));
    }

    /** Goes back to the first line of the last drawing and writes over it. */
    private void draw(List<String> lines) {
        StringBuilder frame = new StringBuilder();
        if (drawnLines > 0) {
            frame.append("\u001b[").append(drawnLines).append('A');
        }
        frame.append('\r');
        scrolling.forEach(line -> frame.append(line).append(ERASE_LINE).append('\n'));
        lines.forEach(line -> frame.append(line).append(ERASE_LINE).append('\n'));
        frame.append(ERASE_BELOW);
        scrolling.clear();
        drawnLines = lines.size();
        terminal.err().print(frame.toString());
    }
}
