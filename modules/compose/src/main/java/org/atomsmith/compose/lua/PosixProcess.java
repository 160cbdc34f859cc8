package org.atomsmith.compose.lua;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The functions of rpm's Lua module {@code posix} that are about processes and the machine. */
final class PosixProcess {
    private static final int PID = 1;

    private final Session session;

    PosixProcess(Session session) {
        this.session = session;
    }

    void addTo(LuaTable posix) {
        session.define(posix, "fork", arguments -> LuaValue.valueOf(session.fork()));
        session.define(posix, "exec", this::exec);
        session.define(posix, "wait", this::await);
        session.define(posix, "redirect2null", arguments -> {
            if (!session.isChild()) {
                throw new LuaError("redirect2null not permitted in this context");
            }
            return LuaValue.ZERO;
        });
        session.define(posix, "getenv", this::getenv);
        session.define(posix, "setenv", arguments -> {
            String name = arguments.checkjstring(1);
            String value = arguments.checkjstring(2);
            if (arguments.isnoneornil(3) || arguments.toboolean(3)) {
                session.environment.put(name, value);
            } else {
                session.environment.putIfAbsent(name, value);
            }
            return LuaValue.ZERO;
        });
        session.define(posix, "putenv", arguments -> {
            String[] parts = arguments.checkjstring(1).split("=", 2);
            if (parts.length == 2) {
                session.environment.put(parts[0], parts[1]);
            } else {
                session.environment.remove(parts[0]);
            }
            return LuaValue.ZERO;
        });
        session.define(posix, "unsetenv", arguments -> {
            session.environment.remove(arguments.checkjstring(1));
            return LuaValue.NONE;
        });
        session.define(posix, "getprocessid", arguments -> {
            LuaTable ids = new LuaTable();
            for (String id : List.of("egid", "euid", "gid", "uid")) {
                ids.set(id, 0);
            }
            for (String id : List.of("pgrp", "pid", "ppid")) {
                ids.set(id, PID);
            }
            return PosixFiles.selected(ids, arguments, 1);
        });
        session.define(
                posix,
                "errno",
                arguments -> LuaValue.varargsOf(
                        LuaValue.valueOf("errno " + session.lastError.tojstring()), session.lastError));
        session.define(posix, "sleep", arguments -> LuaValue.ZERO);
        session.define(posix, "ttyname", arguments -> LuaValue.NIL);
        session.define(posix, "ctermid", arguments -> LuaValue.valueOf("/dev/tty"));
        session.define(
                posix,
                "uname",
                arguments -> LuaValue.valueOf(arguments
                        .optjstring(1, "%s %n %r %v %m")
                        .replace("%s", "Linux")
                        .replace("%n", "localhost")
                        .replace("%r", "0")
                        .replace("%v", "0")
                        .replace("%m", session.macros.expand("%{_arch}"))));
        for (String name : List.of("kill", "setuid", "setgid", "sysconf", "pathconf", "times", "mkstemp")) {
            session.define(posix, name, arguments -> {
                throw new LuaError("posix." + name + " is not supported in scriptlets of an image");
            });
        }
    }

    private Varargs exec(Varargs arguments) throws IOException {
        if (!session.isChild()) {
            throw new LuaError("exec not permitted in this context");
        }
        Optional<Host.Ended> ended = session.execute(command(arguments), "");
        if (ended.isEmpty()) {
            return session.failed(arguments.checkjstring(1), new IOException("No such file or directory"));
        }
        session.print(ended.get().output());
        throw new Session.ChildEnd(ended.get().exit());
    }

    /** The program and its arguments, which are all the arguments of a call. */
    static List<String> command(Varargs arguments) {
        List<String> command = new ArrayList<>();
        for (int i = 1; i <= arguments.narg(); i++) {
            command.add(arguments.checkjstring(i));
        }
        return command;
    }

    private Varargs await(Varargs arguments) {
        Map<Integer, Integer> ended = session.ended();
        int pid = arguments.optint(1, -1);
        int which = pid < 0 ? ended.keySet().stream().findFirst().orElse(-1) : pid;
        if (!ended.containsKey(which)) {
            return session.failed("wait", new IOException("No child processes"));
        }
        return LuaValue.valueOf(which);
    }

    private Varargs getenv(Varargs arguments) {
        if (arguments.isnoneornil(1)) {
            LuaTable all = new LuaTable();
            session.environment.forEach(all::set);
            return all;
        }
        String value = session.environment.get(arguments.checkjstring(1));
        return value == null ? LuaValue.NIL : LuaValue.valueOf(value);
    }
}
