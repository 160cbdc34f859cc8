package org.atomsmith.compose.lua;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.atomsmith.linux.LinuxFiles;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.OsLib;

/** Lua's module {@code os}, on files and programs of the tree; its clock stands still. */
final class ConfinedOs extends OsLib {
    private final Session session;
    private int names;

    ConfinedOs(Session session) {
        this.session = session;
    }

    @Override
    protected double clock() {
        return 0;
    }

    @Override
    protected double time(@Nullable LuaTable table) {
        return table == null
                ? Double.parseDouble(session.environment.getOrDefault("SOURCE_DATE_EPOCH", "0"))
                : super.time(table);
    }

    @Override
    protected Varargs execute(@Nullable String command) {
        if (command == null) {
            return LuaValue.TRUE;
        }
        try {
            Optional<Host.Ended> ended = session.execute(List.of("/bin/sh", "-c", command), "");
            if (ended.isPresent()) {
                session.print(ended.get().output());
            }
            int exit = ended.map(Host.Ended::exit).orElse(127);
            return LuaValue.varargsOf(
                    exit == 0 ? LuaValue.TRUE : LuaValue.NIL, LuaValue.valueOf("exit"), LuaValue.valueOf(exit));
        } catch (IOException e) {
            return session.failed("os.execute", e);
        }
    }

    @Override
    protected void exit(int code) {
        if (session.isChild()) {
            throw new Session.ChildEnd(code);
        }
        throw new LuaError("exit not permitted in this context");
    }

    @Override
    protected @Nullable String getenv(String name) {
        return session.environment.get(name);
    }

    @Override
    protected void remove(String name) throws IOException {
        session.effects.of("remove", () -> {
            Files.delete(session.paths.at(name));
            return "";
        });
    }

    @Override
    protected void rename(String from, String to) throws IOException {
        session.effects.of("rename", () -> {
            Path source = session.paths.at(from);
            if (LinuxFiles.find(source).isEmpty()) {
                throw new FileSystemException(from, null, "No such file or directory");
            }
            LinuxFiles.rename(source, session.paths.at(to));
            return "";
        });
    }

    @Override
    protected String tmpname() {
        return "/var/tmp/lua_" + names++;
    }
}
