package org.atomsmith.compose.lua;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The functions of rpm's Lua module {@code posix} that are about users and groups: those of the tree. */
final class PosixAccounts {
    private static final int PASSWD_FIELDS = 7;

    private final Session session;

    PosixAccounts(Session session) {
        this.session = session;
    }

    void addTo(LuaTable posix) {
        session.define(posix, "getpasswd", this::passwd);
        session.define(posix, "getgroup", this::group);
        session.define(posix, "getlogin", arguments -> LuaValue.valueOf("root"));
    }

    /** The number of a user, -1 when there is none of the name or none is named. */
    int uid(LuaValue user) throws IOException {
        return id("passwd", user);
    }

    /** The number of a group, as {@link #uid}. */
    int gid(LuaValue group) throws IOException {
        return id("group", group);
    }

    private int id(String file, LuaValue who) throws IOException {
        if (who.isnil()) {
            return -1;
        }
        if (who.isnumber()) {
            return who.toint();
        }
        return find(file, who.checkjstring()).map(f -> Integer.parseInt(f[2])).orElse(-1);
    }

    private Varargs passwd(Varargs arguments) throws IOException {
        LuaValue who = arguments.isnoneornil(1) ? LuaValue.ZERO : arguments.arg1();
        Optional<String[]> found = find("passwd", who.tojstring()).filter(f -> f.length >= PASSWD_FIELDS);
        if (found.isEmpty()) {
            return LuaValue.NIL;
        }
        String[] fields = found.get();
        LuaTable table = new LuaTable();
        table.set("name", fields[0]);
        table.set("passwd", fields[1]);
        table.set("uid", Integer.parseInt(fields[2]));
        table.set("gid", Integer.parseInt(fields[3]));
        table.set("gecos", fields[4]);
        table.set("dir", fields[5]);
        table.set("shell", fields[6]);
        return PosixFiles.selected(table, arguments, 2);
    }

    private Varargs group(Varargs arguments) throws IOException {
        Optional<String[]> found = find("group", arguments.checkjstring(1)).filter(f -> f.length > 3);
        if (found.isEmpty()) {
            return LuaValue.NIL;
        }
        LuaTable table = new LuaTable();
        table.set("name", found.get()[0]);
        table.set("gid", Integer.parseInt(found.get()[2]));
        for (String member : found.get()[3].split(",")) {
            if (!member.isEmpty()) {
                table.set(table.length() + 1, member);
            }
        }
        return table;
    }

    /** A line whose name or number it is. */
    private Optional<String[]> find(String name, String who) throws IOException {
        List<String> lines = session.effects.of(name, () -> {
            Path file = session.paths.follow("/etc/" + name);
            return Files.isRegularFile(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
        });
        boolean number = who.matches("[0-9]{1,9}");
        return lines.stream()
                .map(line -> line.split(":", -1))
                .filter(f -> f.length > 2 && f[2].matches("[0-9]{1,9}"))
                .filter(f -> f[number ? 2 : 0].equals(who))
                .findFirst();
    }
}
