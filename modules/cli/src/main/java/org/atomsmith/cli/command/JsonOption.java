package org.atomsmith.cli.command;

import java.util.function.Supplier;
import org.atomsmith.cli.progress.ProgressMode;
import picocli.CommandLine.Option;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** {@code --json}, for commands that print facts. */
public final class JsonOption {
    @Option(names = "--json", order = 80, description = "Print the facts as JSON.")
    private boolean json;

    /**
     * Prints facts to standard output: as text, as JSON, or as one line of JSON where progress is JSON lines too.
     *
     * @param facts a record whose component names are the JSON's keys
     * @param text the same facts for a person
     */
    public void print(Session session, Object facts, Supplier<String> text) {
        boolean lines = session.options().progress() == ProgressMode.JSON;
        if (!json && !lines) {
            session.terminal().out().println(text.get());
            return;
        }
        JsonMapper mapper = JsonMapper.shared();
        ObjectWriter writer = lines ? mapper.writer() : mapper.writerWithDefaultPrettyPrinter();
        session.terminal().out().println(writer.writeValueAsString(facts));
    }
}
