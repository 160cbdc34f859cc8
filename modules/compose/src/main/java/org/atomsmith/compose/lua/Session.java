package org.atomsmith.compose.lua;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.atomsmith.linux.Errno;
import org.atomsmith.linux.LinuxException;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.rpm.scriptlet.Macros;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.VarArgFunction;

/** One run of a script: what its modules share. */
final class Session {
    private static final int MAX_OUTPUT = 1 << 20;
    private static final String PATH = "/usr/bin:/usr/sbin:/bin:/sbin";

    final Host host;
    final Effects effects;
    final ConfinedPaths paths;
    final Macros macros;
    final Map<String, String> environment;
    private final List<String> files;
    private final StringBuilder output;
    private final Optional<ToIntFunction<Effects>> asChild;
    private final List<OpenFile> opened = new ArrayList<>();
    private final Map<Integer, Integer> ended = new TreeMap<>();
    int umask = 022;
    LuaValue lastError = LuaValue.NIL;
    private int nextFile;
    private boolean child;

    /**
     * A run.
     *
     * @param files what {@code rpm.next_file} gives, one by one
     * @param output where it prints
     * @param asChild runs the script again with these effects and returns how it ended
     */
    Session(
            Host host,
            Effects effects,
            Macros macros,
            List<String> files,
            StringBuilder output,
            Optional<ToIntFunction<Effects>> asChild) {
        this.host = host;
        this.effects = effects;
        this.paths = new ConfinedPaths(host.root());
        this.macros = macros;
        this.environment = new TreeMap<>(host.environment());
        this.files = files;
        this.output = output;
        this.asChild = asChild;
    }

    /** A child ends here, whatever its script had in mind. */
    static final class ChildEnd extends Error {
        private static final long serialVersionUID = 1L;
        private final int status;

        ChildEnd(int status) {
            super("the child ended with " + status, null, false, false);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /** What a function of a module does. */
    interface Body {
        Varargs call(Varargs arguments) throws IOException;
    }

    /** Adds a function to a module: a failure is {@code nil}, a message and an error number, as rpm's functions do it. */
    void define(LuaTable module, String name, Body body) {
        module.set(name, new VarArgFunction() {
            @Override
            public Varargs invoke(Varargs arguments) {
                try {
                    return body.call(arguments);
                } catch (IOException e) {
                    return failed(arguments.arg1().isstring() ? arguments.arg1().tojstring() : name, e);
                } catch (IllegalArgumentException e) {
                    throw new LuaError(name + ": " + e.getMessage());
                }
            }
        });
    }

    Varargs failed(String subject, IOException e) {
        int errno = errno(e);
        lastError = LuaValue.valueOf(errno);
        return LuaValue.varargsOf(LuaValue.NIL, LuaValue.valueOf(subject + ": " + reason(e)), LuaValue.valueOf(errno));
    }

    private static int errno(IOException e) {
        if (e instanceof LinuxException linux) {
            return linux.errno();
        }
        return switch (reason(e)) {
            case "No such file or directory" -> Errno.ENOENT;
            case "File exists" -> Errno.EEXIST;
            case "Not a directory" -> Errno.ENOTDIR;
            case "Is a directory" -> Errno.EISDIR;
            case "Too many levels of symbolic links" -> Errno.ELOOP;
            default -> Errno.EINVAL;
        };
    }

    /** As the C library says it, where it is one of the common ones. */
    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "No such file or directory";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "File exists";
        }
        if (e instanceof NotDirectoryException) {
            return "Not a directory";
        }
        if (e instanceof LinuxException linux) {
            return switch (linux.errno()) {
                case Errno.ENOENT -> "No such file or directory";
                case Errno.EEXIST -> "File exists";
                case Errno.ENOTDIR -> "Not a directory";
                case Errno.EISDIR -> "Is a directory";
                case Errno.EACCES -> "Permission denied";
                default -> Errno.name(linux.errno());
            };
        }
        if (e instanceof FileSystemException f && f.getReason() != null) {
            return f.getReason();
        }
        return String.valueOf(e.getMessage());
    }

    void print(String text) throws IOException {
        effects.of("print", () -> {
            if (output.length() + text.length() <= MAX_OUTPUT) {
                output.append(text);
            }
            return "";
        });
    }

    /** The next path of a file trigger. */
    LuaValue nextFile() {
        return nextFile < files.size() ? LuaValue.valueOf(files.get(nextFile++)) : LuaValue.NIL;
    }

    OpenFile open(String path, String mode) throws IOException {
        int mask = umask;
        return effects.of("open", () -> {
            OpenFile file = OpenFile.open(paths, path, mode, mask);
            opened.add(file);
            return file;
        });
    }

    /** Writes what is still in memory of files that were not closed. */
    void finish() throws IOException {
        for (OpenFile file : opened) {
            if (!file.isClosed()) {
                file.flush();
            }
        }
    }

    /** Runs a program of the tree; empty when the tree has none of that name. */
    Optional<Host.Ended> execute(List<String> command, String input) throws IOException {
        Map<String, String> variables = new TreeMap<>(environment);
        return effects.of("execute", () -> {
            if (!isThere(command.getFirst())) {
                return Optional.<Host.Ended>empty();
            }
            return Optional.of(host.run(command, variables, input));
        });
    }

    private boolean isThere(String program) throws IOException {
        if (program.contains("/")) {
            return LinuxFiles.find(paths.follow(program)).isPresent();
        }
        for (String directory : environment.getOrDefault("PATH", PATH).split(":")) {
            if (directory.startsWith("/")
                    && LinuxFiles.find(paths.follow(directory + "/" + program)).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** Forks: the child runs to its end before the parent goes on. */
    int fork() throws IOException {
        int pid = effects.of("fork", () -> {
            if (asChild.isEmpty()) {
                throw new LuaError("posix.fork: a child that forks is not supported");
            }
            int number = 2 + ended.size();
            int status = asChild.get().applyAsInt(effects.child("fork", 0));
            return number + (status << 16);
        });
        child |= pid == 0;
        if (pid != 0) {
            ended.put(pid & 0xffff, pid >>> 16);
        }
        return pid & 0xffff;
    }

    /** Whether this run is that of a child. */
    boolean isChild() {
        return child;
    }

    /** How the children ended, by their number. */
    Map<Integer, Integer> ended() {
        return ended;
    }

    /** Text of a script, which is in UTF-8 as a rule; other bytes stay as they are. */
    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
