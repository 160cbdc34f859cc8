package org.atomsmith.compose.lua;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.RpmVersions;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.OneArgFunction;
import org.luaj.vm2.lib.TwoArgFunction;

/** Rpm's Lua module {@code rpm} (rpm's Lua manual). */
final class RpmModule {
    private static final int LINE = 76;
    private static final char MARK = '\u001f';

    private final Session session;

    RpmModule(Session session) {
        this.session = session;
    }

    LuaTable module() {
        LuaTable rpm = new LuaTable();
        session.define(rpm, "next_file", arguments -> session.nextFile());
        session.define(rpm, "input", arguments -> session.nextFile());
        session.define(rpm, "execute", arguments -> ended(arguments, PosixProcess.command(arguments), ""));
        session.define(rpm, "spawn", this::spawn);
        session.define(rpm, "redirect2null", arguments -> LuaValue.ZERO);
        session.define(rpm, "expand", arguments -> LuaValue.valueOf(session.macros.expand(arguments.checkjstring(1))));
        session.define(rpm, "define", this::define);
        session.define(rpm, "undefine", arguments -> {
            session.macros.undefine(arguments.checkjstring(1));
            return LuaValue.NONE;
        });
        session.define(
                rpm,
                "isdefined",
                arguments -> LuaValue.varargsOf(
                        LuaValue.valueOf(session.macros.isDefined(arguments.checkjstring(1))), LuaValue.FALSE));
        session.define(rpm, "b64encode", RpmModule::encode);
        session.define(rpm, "b64decode", RpmModule::decode);
        session.define(
                rpm,
                "vercmp",
                arguments -> LuaValue.valueOf(new RpmVersions()
                        .compare(Evr.parse(arguments.checkjstring(1)), Evr.parse(arguments.checkjstring(2)))));
        LuaTable versions = versionBehaviour();
        session.define(rpm, "ver", arguments -> version(arguments, versions));
        session.define(rpm, "open", this::open);
        session.define(rpm, "glob", this::glob);
        session.define(rpm, "splitargs", RpmModule::split);
        session.define(rpm, "unsplitargs", RpmModule::unsplit);
        for (String name : List.of("load", "register", "unregister", "call", "interactive")) {
            session.define(rpm, name, arguments -> {
                throw new LuaError("rpm." + name + " is not supported in scriptlets of an image");
            });
        }
        return rpm;
    }

    /** The global table {@code macros}. */
    LuaTable macros() {
        LuaTable meta = new LuaTable();
        meta.set(LuaValue.INDEX, new TwoArgFunction() {
            @Override
            public LuaValue call(LuaValue table, LuaValue key) {
                String name = key.checkjstring();
                return session.macros.isDefined(name)
                        ? LuaValue.valueOf(session.macros.expand("%{" + name + "}"))
                        : LuaValue.NIL;
            }
        });
        LuaTable macros = new LuaTable();
        macros.setmetatable(meta);
        return macros;
    }

    private Varargs define(Varargs arguments) {
        String[] parts = arguments.checkjstring(1).strip().split("\\s+", 2);
        if (parts[0].contains("(")) {
            throw new LuaError("rpm.define: macros with arguments are not supported");
        }
        session.macros.define(parts[0], parts.length > 1 ? parts[1] : "");
        return LuaValue.NONE;
    }

    /** Words between blanks; rpm's own mark around a word keeps its blanks. */
    private static Varargs split(Varargs arguments) {
        LuaTable words = new LuaTable();
        StringBuilder word = new StringBuilder();
        boolean marked = false;
        boolean inWord = false;
        for (char c : (arguments.checkjstring(1) + " ").toCharArray()) {
            if (c == MARK) {
                marked = !marked;
                inWord = true;
            } else if (!marked && (c == ' ' || c == '\t')) {
                if (inWord) {
                    words.set(words.length() + 1, word.toString());
                    word.setLength(0);
                }
                inWord = false;
            } else {
                word.append(c);
                inWord = true;
            }
        }
        return words;
    }

    private static Varargs unsplit(Varargs arguments) {
        LuaTable words = arguments.checktable(1);
        List<String> marked = new ArrayList<>();
        for (int i = 1; i <= words.length(); i++) {
            marked.add(MARK + words.get(i).checkjstring() + MARK);
        }
        return LuaValue.valueOf(String.join(" ", marked));
    }

    /** Where a program's output goes is not told apart; what it reads is. */
    private Varargs spawn(Varargs arguments) throws IOException {
        LuaTable words = arguments.checktable(1);
        List<String> command = new ArrayList<>();
        for (int i = 1; i <= words.length(); i++) {
            command.add(words.get(i).checkjstring());
        }
        if (command.isEmpty()) {
            throw new LuaError("command not supplied");
        }
        String input = "";
        if (arguments.istable(2) && !arguments.checktable(2).get("stdin").isnil()) {
            OpenFile file = session.open(arguments.checktable(2).get("stdin").checkjstring(), "r");
            input = LuaString.valueOf(file.content()).tojstring();
        }
        return ended(arguments, command, input);
    }

    private Varargs ended(Varargs arguments, List<String> command, String input) throws IOException {
        Optional<Host.Ended> ended = session.execute(command, input);
        if (ended.isEmpty()) {
            return LuaValue.varargsOf(LuaValue.NIL, LuaValue.valueOf("No such file or directory"), LuaValue.valueOf(2));
        }
        LuaValue redirections = arguments.istable(2) ? arguments.checktable(2) : LuaValue.NIL;
        LuaValue to = redirections.istable() ? redirections.get("stdout") : LuaValue.NIL;
        if (to.isnil()) {
            session.print(ended.get().output());
        } else {
            OpenFile file = session.open(to.checkjstring(), "a");
            session.effects.of("write", () -> {
                file.write(Session.bytes(ended.get().output()));
                file.close();
                return "";
            });
        }
        int exit = ended.get().exit();
        return exit == 0
                ? LuaValue.ZERO
                : LuaValue.varargsOf(LuaValue.NIL, LuaValue.valueOf("exit code"), LuaValue.valueOf(exit));
    }

    private static Varargs encode(Varargs arguments) {
        LuaString text = arguments.checkstring(1);
        byte[] bytes = new byte[text.m_length];
        text.copyInto(0, bytes, 0, bytes.length);
        int line = arguments.optint(2, LINE);
        return LuaValue.valueOf(
                line == 0
                        ? Base64.getEncoder().encodeToString(bytes)
                        : Base64.getMimeEncoder(line < 0 ? LINE : line, new byte[] {'\n'})
                                        .encodeToString(bytes)
                                + "\n");
    }

    private static Varargs decode(Varargs arguments) {
        try {
            return LuaString.valueOf(Base64.getMimeDecoder().decode(arguments.checkjstring(1)));
        } catch (IllegalArgumentException e) {
            return LuaValue.NIL;
        }
    }

    private static Varargs version(Varargs arguments, LuaTable behaviour) {
        Evr evr = arguments.narg() == 1
                ? Evr.parse(arguments.checkjstring(1))
                : new Evr(
                        Long.parseLong(arguments.optjstring(1, "0")),
                        arguments.checkjstring(2),
                        arguments.optjstring(3, ""));
        LuaTable object = new LuaTable();
        object.set("e", Long.toString(evr.epoch()));
        object.set("v", evr.version());
        object.set("r", evr.release());
        object.setmetatable(behaviour);
        return object;
    }

    /** One for all versions: two of them can only be equal when they are of one kind. */
    private static LuaTable versionBehaviour() {
        LuaTable meta = new LuaTable();
        meta.set("__lt", comparison(c -> c < 0));
        meta.set("__le", comparison(c -> c <= 0));
        meta.set("__eq", comparison(c -> c == 0));
        meta.set("__tostring", new OneArgFunction() {
            @Override
            public LuaValue call(LuaValue self) {
                return LuaValue.valueOf(evr(self).toString());
            }
        });
        return meta;
    }

    private static LuaValue comparison(IntPredicate holds) {
        return new TwoArgFunction() {
            @Override
            public LuaValue call(LuaValue a, LuaValue b) {
                return LuaValue.valueOf(holds.test(new RpmVersions().compare(evr(a), evr(b))));
            }
        };
    }

    private static Evr evr(LuaValue object) {
        return new Evr(
                Long.parseLong(object.get("e").checkjstring()),
                object.get("v").checkjstring(),
                object.get("r").checkjstring());
    }

    private Varargs open(Varargs arguments) throws IOException {
        String path = arguments.checkjstring(1);
        String mode = arguments.optjstring(2, "r");
        int dot = mode.indexOf('.');
        String flags = dot < 0 ? mode : mode.substring(0, dot);
        boolean packed = dot >= 0 && !mode.endsWith("fdio");
        if (packed && !flags.startsWith("r")) {
            throw new LuaError("rpm.open: writing compressed files is not supported: " + mode);
        }
        try {
            OpenFile file = session.open(path, flags);
            return stream(packed ? file.decompressed(path) : file);
        } catch (IOException e) {
            // Unlike the functions of posix, this one raises an error.
            throw new LuaError(session.failed(path + " open failed", e).arg(2).tojstring());
        }
    }

    private LuaTable stream(OpenFile file) {
        LuaTable stream = new LuaTable();
        session.define(stream, "read", arguments -> {
            int count = arguments.optint(2, -1);
            return LuaString.valueOf(session.effects.of("read", () -> file.read(count < 0 ? file.remaining() : count)));
        });
        session.define(stream, "write", arguments -> {
            LuaString text = arguments.checkstring(2);
            byte[] bytes = new byte[Math.min(text.m_length, arguments.optint(3, text.m_length))];
            text.copyInto(0, bytes, 0, bytes.length);
            session.effects.of("write", () -> {
                file.write(bytes);
                return "";
            });
            return LuaValue.valueOf(bytes.length);
        });
        session.define(
                stream,
                "seek",
                arguments -> LuaValue.valueOf(session.effects.of(
                        "seek", () -> file.seek(arguments.optjstring(2, "cur"), arguments.optint(3, 0)))));
        session.define(
                stream,
                "flush",
                arguments -> session.effects.of("flush", () -> {
                    file.flush();
                    return LuaValue.ZERO;
                }));
        session.define(
                stream,
                "close",
                arguments -> session.effects.of("close", () -> {
                    file.close();
                    return LuaValue.ZERO;
                }));
        session.define(
                stream,
                "reopen",
                arguments ->
                        arguments.checkjstring(2).endsWith("fdio") ? stream : stream(file.decompressed("a stream")));
        return stream;
    }

    private Varargs glob(Varargs arguments) throws IOException {
        String pattern = arguments.checkjstring(1);
        LuaTable found = new LuaTable();
        List<String> paths = session.effects.of("glob", () -> expanded(pattern));
        paths.forEach(path -> found.set(found.length() + 1, path));
        if (paths.isEmpty() && arguments.optjstring(2, "").contains("c")) {
            found.set(1, pattern);
        }
        return found;
    }

    private List<String> expanded(String pattern) throws IOException {
        List<String> paths = List.of(pattern.startsWith("/") ? "" : ".");
        for (String part : pattern.split("/")) {
            if (part.isEmpty()) {
                continue;
            }
            List<String> next = new ArrayList<>();
            for (String path : paths) {
                Path directory = session.paths.follow(path.isEmpty() ? "/" : path);
                if (Files.isDirectory(directory)) {
                    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, part)) {
                        stream.forEach(p -> next.add(path + "/" + p.getFileName()));
                    }
                }
            }
            next.sort(null);
            paths = next;
        }
        return paths.stream()
                .map(path -> path.startsWith("./") ? path.substring(2) : path)
                .toList();
    }
}
