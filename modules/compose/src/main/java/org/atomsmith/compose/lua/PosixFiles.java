package org.atomsmith.compose.lua;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atomsmith.linux.FileKind;
import org.atomsmith.linux.FileStatus;
import org.atomsmith.linux.LinuxFiles;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.VarArgFunction;

/** The functions of rpm's Lua module {@code posix} that are about files. */
final class PosixFiles {
    private static final int EXECUTABLE = 0111;

    private final Session session;
    private final PosixAccounts accounts;

    PosixFiles(Session session, PosixAccounts accounts) {
        this.session = session;
        this.accounts = accounts;
    }

    void addTo(LuaTable posix) {
        session.define(posix, "access", this::access);
        session.define(posix, "chdir", arguments -> {
            String path = arguments.checkjstring(1);
            String directory = session.effects.of("chdir", () -> {
                String before = session.paths.directory();
                session.paths.change(path);
                String after = session.paths.directory();
                session.paths.change(before);
                return after;
            });
            session.paths.change(directory);
            return LuaValue.ZERO;
        });
        session.define(posix, "getcwd", arguments -> LuaValue.valueOf(session.paths.directory()));
        session.define(posix, "dir", arguments -> {
            LuaTable table = new LuaTable();
            entries(arguments.optjstring(1, ".")).forEach(name -> table.set(table.length() + 1, name));
            return table;
        });
        session.define(posix, "files", this::files);
        session.define(
                posix,
                "mkdir",
                arguments -> done("mkdir", arguments, path -> {
                    LinuxFiles.mkdir(session.paths.at(path), 0777);
                    LinuxFiles.chmod(session.paths.at(path), 0777 & ~session.umask);
                }));
        session.define(
                posix,
                "mkfifo",
                arguments -> done(
                        "mkfifo",
                        arguments,
                        path -> LinuxFiles.mknod(
                                session.paths.at(path), FileKind.FIFO.bits() | (0777 & ~session.umask), 0, 0)));
        session.define(
                posix,
                "rmdir",
                arguments -> done("rmdir", arguments, path -> {
                    Path directory = session.paths.at(path);
                    if (!LinuxFiles.stat(directory).isDirectory()) {
                        throw new FileSystemException(path, null, "Not a directory");
                    }
                    Files.delete(directory);
                }));
        session.define(
                posix,
                "unlink",
                arguments -> done("unlink", arguments, path -> {
                    Path file = session.paths.at(path);
                    if (LinuxFiles.stat(file).isDirectory()) {
                        throw new FileSystemException(path, null, "Is a directory");
                    }
                    Files.delete(file);
                }));
        session.define(posix, "link", arguments -> {
            String to = arguments.checkjstring(2);
            return done("link", arguments, path -> LinuxFiles.link(session.paths.at(path), session.paths.at(to)));
        });
        session.define(posix, "symlink", arguments -> {
            String to = arguments.checkjstring(2);
            return done("symlink", arguments, target -> LinuxFiles.symlink(target, session.paths.at(to)));
        });
        session.define(posix, "readlink", arguments -> {
            String path = arguments.checkjstring(1);
            return LuaValue.valueOf(session.effects.of("readlink", () -> {
                Path link = session.paths.at(path);
                if (!LinuxFiles.stat(link).isSymlink()) {
                    throw new FileSystemException(path, null, "Invalid argument");
                }
                return Files.readSymbolicLink(link).toString();
            }));
        });
        session.define(posix, "chmod", arguments -> {
            String mode = arguments.checkjstring(2);
            return done("chmod", arguments, path -> {
                Path file = session.paths.follow(path);
                LinuxFiles.chmod(file, ModeText.read(mode, LinuxFiles.stat(file).permissions()));
            });
        });
        session.define(posix, "chown", arguments -> {
            int uid = accounts.uid(arguments.arg(2));
            int gid = accounts.gid(arguments.arg(3));
            return done("chown", arguments, path -> {
                Path file = session.paths.follow(path);
                FileStatus status = LinuxFiles.stat(file);
                LinuxFiles.chown(file, uid < 0 ? status.uid() : uid, gid < 0 ? status.gid() : gid);
            });
        });
        session.define(posix, "utime", arguments -> {
            long time = (long) arguments.optdouble(
                    2, Double.parseDouble(session.environment.getOrDefault("SOURCE_DATE_EPOCH", "0")));
            return done("utime", arguments, path -> LinuxFiles.setTimes(session.paths.follow(path), time, 0));
        });
        session.define(posix, "stat", this::stat);
        session.define(posix, "umask", arguments -> {
            if (!arguments.isnoneornil(1)) {
                session.umask = ~ModeText.read(arguments.checkjstring(1), ~session.umask & 0777) & 0777;
            }
            return LuaValue.valueOf(ModeText.write(~session.umask & 0777));
        });
    }

    private interface Change {
        void apply(String path) throws IOException;
    }

    private Varargs done(String name, Varargs arguments, Change change) throws IOException {
        String path = arguments.checkjstring(1);
        session.effects.of(name, () -> {
            change.apply(path);
            return "";
        });
        return LuaValue.ZERO;
    }

    private Varargs access(Varargs arguments) throws IOException {
        String path = arguments.checkjstring(1);
        boolean executes = arguments.optjstring(2, "f").contains("x");
        session.effects.of("access", () -> {
            FileStatus status = LinuxFiles.stat(session.paths.follow(path));
            // Root may do everything but run what nobody may.
            if (executes && !status.isDirectory() && (status.permissions() & EXECUTABLE) == 0) {
                throw new FileSystemException(path, null, "Permission denied");
            }
            return "";
        });
        return LuaValue.ZERO;
    }

    private List<String> entries(String path) throws IOException {
        return session.effects.of("files", () -> {
            List<String> names = new ArrayList<>();
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(session.paths.follow(path))) {
                stream.forEach(p -> names.add(p.getFileName().toString()));
            }
            names.sort(null);
            names.addAll(0, List.of(".", ".."));
            return names;
        });
    }

    private Varargs files(Varargs arguments) throws IOException {
        List<String> names = entries(arguments.optjstring(1, "."));
        return new VarArgFunction() {
            private int next;

            @Override
            public Varargs invoke(Varargs ignored) {
                return next < names.size() ? LuaValue.valueOf(names.get(next++)) : LuaValue.NIL;
            }
        };
    }

    private Varargs stat(Varargs arguments) throws IOException {
        String path = arguments.checkjstring(1);
        FileStatus status = session.effects.of("stat", () -> LinuxFiles.stat(session.paths.at(path)));
        LuaTable table = new LuaTable();
        table.set("mode", ModeText.write(status.mode()));
        table.set("_mode", status.mode());
        table.set("ino", LuaValue.valueOf((double) status.ino()));
        table.set("dev", LuaValue.valueOf((double) status.dev()));
        table.set("nlink", status.nlink());
        table.set("uid", status.uid());
        table.set("gid", status.gid());
        table.set("size", LuaValue.valueOf((double) status.size()));
        table.set("atime", LuaValue.valueOf((double) status.mtimeSeconds()));
        table.set("mtime", LuaValue.valueOf((double) status.mtimeSeconds()));
        table.set("ctime", LuaValue.valueOf((double) status.ctimeSeconds()));
        table.set("type", ModeText.kind(status.kind()));
        return selected(table, arguments, 2);
    }

    /** One value of a table, or all of it when no name is given. */
    static Varargs selected(LuaTable table, Varargs arguments, int at) {
        if (arguments.isnoneornil(at)) {
            return table;
        }
        LuaValue value = table.get(arguments.checkjstring(at));
        return value.isnil() ? LuaValue.argerror(at, "unknown selector") : value;
    }
}
