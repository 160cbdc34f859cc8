package org.atomsmith.compose.lua;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.compose.install.BuildRoot;
import org.atomsmith.compose.install.InternalProgram;
import org.atomsmith.compose.install.ScriptletCall;
import org.atomsmith.linux.CommandResult;
import org.atomsmith.rpm.scriptlet.Macros;
import org.atomsmith.rpm.scriptlet.Script;

/** The interpreter of {@code -p <lua>}. */
public final class LuaScriptlets implements InternalProgram {
    private final String arch;
    private final Optional<List<String>> languages;

    /**
     * An interpreter.
     *
     * @param arch the machine, in RPM's spelling
     * @param languages whose translations are installed; absent for all
     */
    public LuaScriptlets(String arch, Optional<List<String>> languages) {
        this.arch = arch;
        this.languages = languages;
    }

    @Override
    public String name() {
        return Script.LUA;
    }

    @Override
    public Outcome run(BuildRoot root, ScriptletCall call) throws IOException {
        Host host = new Host() {
            @Override
            public Path root() {
                return root.directory();
            }

            @Override
            public Map<String, String> environment() {
                return root.variables();
            }

            @Override
            public Ended run(List<String> command, Map<String, String> environment, String input) throws IOException {
                CommandResult result = root.run(command, environment, input);
                return new Ended(result.exit(), result.output());
            }
        };
        String body = call.lent().map(ScriptletCall.LentFile::text).orElse("");
        // The file that another interpreter would read comes first.
        List<String> arguments = call.command().size() < 2
                ? List.of()
                : call.command().subList(2, call.command().size());
        List<String> prefixes = call.environment().entrySet().stream()
                .filter(e -> e.getKey().matches("RPM_INSTALL_PREFIX[0-9]+"))
                .map(Map.Entry::getValue)
                .toList();
        LuaRun run = new LuaRun(
                host,
                () -> Macros.of(arch, languages),
                call.phase(),
                body,
                arguments,
                prefixes,
                call.input().lines().toList());
        Optional<String> failure = run.run();
        return new Outcome(
                failure.isEmpty(), run.output() + failure.map(f -> f + "\n").orElse(""));
    }
}
