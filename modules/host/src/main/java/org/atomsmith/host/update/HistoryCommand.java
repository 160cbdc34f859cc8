package org.atomsmith.host.update;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.json.JsonText;
import org.atomsmith.host.system.Host;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Option;

/** {@code atomic host history}: what was staged, finished and booted, newest first. */
public final class HistoryCommand implements Command {
    private static final int USUAL = 20;

    @Override
    public Syntax syntax() {
        return Syntax.of(
                "",
                "Show what was staged, finished and booted, newest first",
                "history --all",
                Syntax.JSON,
                Option.value("limit", 'n', "N", "Show at most so many (default: 20)"),
                Option.flag("all", 'a', "Show all"),
                Option.flag("verbose", 'v', "Show commits in full"));
    }

    @Override
    public int run(Call call) throws IOException {
        List<History.Event> all = new History(Host.of(call)).events().reversed();
        List<History.Event> events = call.has("all")
                ? all
                : all.stream().limit(Math.max(0, call.number("limit", USUAL))).toList();
        if (call.has("json")) {
            call.out()
                    .print(JsonText.of(events.stream().map(History.Event::facts).toList()));
            return ExitCode.DONE;
        }
        for (History.Event event : events) {
            String commit =
                    call.has("verbose") ? event.checksum() : event.checksum().substring(0, 12);
            call.out()
                    .println(Instant.ofEpochSecond(event.time()) + "  " + padded(event.kind()) + "  "
                            + (event.version().isEmpty() ? "" : event.version() + " ") + "(" + commit + ")  "
                            + event.cause());
        }
        if (events.size() < all.size()) {
            call.out().println("(" + (all.size() - events.size()) + " older; --all shows them)");
        }
        return ExitCode.DONE;
    }

    private static String padded(String kind) {
        return kind + " ".repeat(Math.max(0, "finalized".length() - kind.length()));
    }
}
