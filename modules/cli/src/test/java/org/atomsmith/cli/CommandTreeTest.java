package org.atomsmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.atomsmith.cli.command.ExitCode;
import org.atomsmith.cli.command.JsonOption;
import org.atomsmith.cli.command.Session;
import org.atomsmith.cli.progress.Display;
import org.atomsmith.event.Step;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.json.JsonMapper;

class CommandTreeTest {
    private final CapturedTerminal terminal = new CapturedTerminal();
    private final List<String> made = new ArrayList<>();

    /** Facts as a command prints them. */
    record Weight(String name, int grams) {}

    @Command(description = "Weighs.", mixinStandardHelpOptions = true)
    static final class WeighCommand implements Callable<Integer> {
        private final Session session;

        @Mixin
        private final JsonOption json = new JsonOption();

        WeighCommand(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            try (Display display = session.progress();
                    Step step = Step.begin(display, "weigh", "Weigh")) {
                step.end("done");
            }
            json.print(session, new Weight("anvil", 5000), () -> "the anvil weighs 5000 g");
            return ExitCode.DONE;
        }
    }

    @Command(description = "Breaks.", mixinStandardHelpOptions = true)
    record BreakCommand(Exception failure) implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            throw failure;
        }
    }

    @Command(description = "Has nothing to do.", mixinStandardHelpOptions = true)
    static final class IdleCommand implements Callable<Integer> {
        @Override
        public Integer call() {
            return ExitCode.NOTHING_TO_DO;
        }
    }

    private int run(String... words) {
        List<CommandEntry> entries = List.of(
                new CommandEntry("weigh", session -> {
                    made.add("weigh");
                    return new WeighCommand(session);
                }),
                new CommandEntry("break", _ -> {
                    made.add("break");
                    return new BreakCommand(new IOException("the hammer is gone"));
                }),
                new CommandEntry("crash", _ -> new BreakCommand(new IllegalStateException("impossible"))),
                new CommandEntry("idle", _ -> new IdleCommand()));
        return new CommandTree(entries, terminal.terminal(), Map.of()).execute(words);
    }

    @Test
    void prints_facts_on_standard_output_and_progress_on_standard_error() {
        assertThat(run("weigh")).isEqualTo(ExitCode.DONE);
        assertThat(terminal.out()).isEqualTo("the anvil weighs 5000 g\n");
        assertThat(terminal.err()).startsWith("Weigh ...\nWeigh: done (");
    }

    @Test
    void prints_facts_as_json_when_asked() {
        assertThat(run("weigh", "--json", "--progress=none")).isEqualTo(ExitCode.DONE);
        assertThat(JsonMapper.shared().readValue(terminal.out(), Weight.class)).isEqualTo(new Weight("anvil", 5000));
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void prints_events_and_then_facts_as_json_lines_where_progress_is_json() {
        assertThat(run("--progress", "json", "weigh")).isEqualTo(ExitCode.DONE);
        List<String> lines = terminal.out().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).contains("\"event\":\"begun\"", "\"step\":\"weigh\"");
        assertThat(lines.get(1)).contains("\"event\":\"ended\"");
        assertThat(lines.get(2)).isEqualTo("{\"name\":\"anvil\",\"grams\":5000}");
    }

    @Test
    void makes_only_the_command_that_is_named() {
        run("--debug", "weigh");
        assertThat(made).containsExactly("weigh");
    }

    @Test
    void passes_a_commands_own_exit_code_through() {
        assertThat(run("idle")).isEqualTo(ExitCode.NOTHING_TO_DO);
    }

    @Test
    void tells_a_failure_in_one_line_and_keeps_the_stack_trace_for_those_who_ask() {
        assertThat(run("break")).isEqualTo(ExitCode.FAILED);
        assertThat(terminal.err()).isEqualTo("atomsmith: the hammer is gone\n");
    }

    @Test
    void shows_the_stack_trace_with_debug() {
        assertThat(run("break", "--debug")).isEqualTo(ExitCode.FAILED);
        assertThat(terminal.err())
                .contains(
                        "atomsmith: the hammer is gone\n", "\tat " + getClass().getName());
    }

    @Test
    void admits_a_defect_and_says_how_to_see_more() {
        assertThat(run("crash")).isEqualTo(ExitCode.FAILED);
        assertThat(terminal.err())
                .isEqualTo("atomsmith: internal error: java.lang.IllegalStateException: impossible\n"
                        + "  run it again with --debug to see where\n");
    }

    @Test
    void suggests_the_nearest_command() {
        assertThat(run("wiegh")).isEqualTo(ExitCode.USAGE);
        assertThat(terminal.err()).startsWith("atomsmith: there is no command 'wiegh'\n  did you mean weigh?\n");
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void suggests_the_nearest_option() {
        assertThat(run("weigh", "--jsn")).isEqualTo(ExitCode.USAGE);
        assertThat(terminal.err()).startsWith("atomsmith: unknown option: '--jsn'\n  did you mean --json?\n");
    }

    @Test
    void asks_for_a_command() {
        assertThat(run()).isEqualTo(ExitCode.USAGE);
        assertThat(terminal.err()).contains("say which command", "usage: atomsmith");
    }

    @Test
    void every_real_command_and_all_its_options_are_described_with_an_example() {
        CommandTree tree = new CommandTree(Commands.ALL, terminal.terminal(), Map.of());
        tree.commandLine(new String[0]).getSubcommands().forEach((name, command) -> {
            assertThat(command.getCommandSpec().usageMessage().description())
                    .as(name)
                    .isNotEmpty();
            assertThat(String.join("\n", command.getCommandSpec().usageMessage().footer()))
                    .as(name)
                    .contains("Example", "atomsmith " + name);
            assertThat(command.getCommandSpec().options())
                    .as(name)
                    .allSatisfy(option -> assertThat(option.description())
                            .as(option.longestName())
                            .isNotEmpty());
        });
    }
}
