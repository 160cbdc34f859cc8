package org.atomsmith.compose.lua;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.atomsmith.rpm.scriptlet.Macros;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LoadState;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.lib.BaseLib;
import org.luaj.vm2.lib.Bit32Lib;
import org.luaj.vm2.lib.CoroutineLib;
import org.luaj.vm2.lib.PackageLib;
import org.luaj.vm2.lib.StringLib;
import org.luaj.vm2.lib.TableLib;
import org.luaj.vm2.lib.jse.JseMathLib;

/** Runs a script as rpm's interpreter does, again and again for each child that it forks. */
final class LuaRun {
    private final Host host;
    private final Supplier<Macros> macros;
    private final String name;
    private final String body;
    private final List<String> arguments;
    private final List<String> prefixes;
    private final List<String> files;
    private final StringBuilder output = new StringBuilder();

    /**
     * A script.
     *
     * @param macros new ones each time: a script may change them
     * @param name what messages call it
     * @param arguments numbers, after the interpreter's own name
     * @param files what {@code rpm.next_file} gives
     */
    LuaRun(
            Host host,
            Supplier<Macros> macros,
            String name,
            String body,
            List<String> arguments,
            List<String> prefixes,
            List<String> files) {
        this.host = host;
        this.macros = macros;
        this.name = name;
        this.body = body;
        this.arguments = arguments;
        this.prefixes = prefixes;
        this.files = files;
    }

    /** What it printed. */
    String output() {
        return output.toString();
    }

    /** Runs it to its end, and returns why it failed; empty when it did not. */
    Optional<String> run() throws IOException {
        return run(new Session(
                host, new Effects(), macros.get(), files, output, Optional.of(effects -> asChild(effects))));
    }

    private int asChild(Effects effects) {
        try {
            Optional<String> failure = run(new Session(host, effects, macros.get(), files, output, Optional.empty()));
            failure.ifPresent(why -> output.append("in a child: ").append(why).append('\n'));
            return failure.isPresent() ? 1 : 0;
        } catch (Session.ChildEnd e) {
            return e.status();
        } catch (IOException e) {
            return 1;
        }
    }

    private Optional<String> run(Session session) throws IOException {
        try {
            Globals globals = globals(session);
            // On one line with the script's first, so that messages have its numbers.
            LuaValue chunk = globals.load("local opt, arg = ...;" + body, name);
            LuaTable all = argumentTable();
            globals.set("arg", all);
            chunk.invoke(LuaValue.varargsOf(new LuaTable(), all));
            session.finish();
            return Optional.empty();
        } catch (LuaError e) {
            session.finish();
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (StackOverflowError e) {
            return Optional.of("stack overflow");
        } catch (OutOfMemoryError e) {
            return Optional.of("not enough memory");
        }
    }

    private LuaTable argumentTable() {
        LuaTable table = new LuaTable();
        table.set(1, "<lua>");
        for (int i = 0; i < arguments.size(); i++) {
            table.set(i + 2, LuaValue.valueOf(Integer.parseInt(arguments.get(i))));
        }
        return table;
    }

    private Globals globals(Session session) {
        Globals globals = new Globals();
        globals.load(new BaseLib());
        PackageLib packages = new PackageLib();
        globals.load(packages);
        for (LuaValue library : List.of(
                new Bit32Lib(),
                new TableLib(),
                new StringLib(),
                new CoroutineLib(),
                new JseMathLib(),
                new ConfinedIo(session),
                new ConfinedOs(session))) {
            globals.load(library);
        }
        LoadState.install(globals);
        LuaC.install(globals);
        globals.load(new Limits());
        globals.set("debug", LuaValue.NIL);
        confine(globals, session);

        LuaTable posix = new LuaTable();
        PosixAccounts accounts = new PosixAccounts(session);
        accounts.addTo(posix);
        new PosixFiles(session, accounts).addTo(posix);
        new PosixProcess(session).addTo(posix);
        RpmModule rpm = new RpmModule(session);
        globals.set("posix", posix);
        globals.set("rpm", rpm.module());
        globals.set("macros", rpm.macros());
        if (!prefixes.isEmpty()) {
            LuaTable table = new LuaTable();
            prefixes.forEach(prefix -> table.set(table.length() + 1, prefix));
            globals.set("RPM_INSTALL_PREFIX", table);
        }
        return globals;
    }

    /** Takes away what leads out of the tree: classes, this program's own files and outputs. */
    private static void confine(Globals globals, Session session) {
        LuaTable modules = globals.get("package").checktable();
        modules.set("path", "/usr/lib/rpm/lua/?.lua");
        LuaTable searchers = new LuaTable();
        LuaTable all = modules.get("searchers").checktable();
        searchers.set(1, all.get(1));
        searchers.set(2, all.get(2));
        modules.set("searchers", searchers);
        globals.finder = path -> {
            try {
                return new ByteArrayInputStream(session.open(path, "r").content());
            } catch (IOException e) {
                return null;
            }
        };
        globals.STDOUT = new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        globals.STDERR = globals.STDOUT;
        LuaTable module = new LuaTable();
        session.define(module, "print", values -> {
            StringBuilder line = new StringBuilder();
            for (int i = 1; i <= values.narg(); i++) {
                line.append(i > 1 ? "\t" : "").append(globals.get("tostring").call(values.arg(i)));
            }
            session.print(line.append('\n').toString());
            return LuaValue.NONE;
        });
        globals.set("print", module.get("print"));
        TextFunctions.replaceIn(globals.get("string").checktable());
    }
}
