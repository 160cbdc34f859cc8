package org.atomsmith.cli.progress;

import org.atomsmith.cli.terminal.Terminal;
import org.atomsmith.event.Event;
import org.atomsmith.event.EventSink;

/** Shows the events of a run until it is closed. Thread-safe; closing twice is harmless. */
public interface Display extends EventSink, AutoCloseable {

    /** Shows what is left to show and gives the terminal back. */
    @Override
    void close();

    /** Opens the display that the mode names. */
    static Display open(ProgressMode mode, Terminal terminal) {
        return switch (mode) {
            case AUTO ->
                terminal.err().interactive()
                        ? new LiveDisplay(terminal)
                        : new PlainLines(terminal.err(), System::nanoTime);
            case PLAIN -> new PlainLines(terminal.err(), System::nanoTime);
            case JSON -> new JsonLines(terminal.out());
            case NONE -> warningsOnly(terminal);
        };
    }

    private static Display warningsOnly(Terminal terminal) {
        return new Display() {
            @Override
            public void accept(Event event) {
                if (event instanceof Event.Warning warning) {
                    terminal.err().println(PlainLines.warning(warning));
                }
            }

            @Override
            public void close() {
                // nothing was opened
            }
        };
    }
}
