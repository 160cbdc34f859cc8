package org.atomsmith.compose.lua;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.IoLib;

/** Lua's module {@code io}, on files and programs of the tree. */
final class ConfinedIo extends IoLib {
    private final Session session;

    ConfinedIo(Session session) {
        this.session = session;
    }

    @Override
    protected File wrapStdin() {
        return new Stream(OpenFile.of(new byte[0]), Use.FILE);
    }

    @Override
    protected File wrapStdout() {
        return new Stream(OpenFile.of(new byte[0]), Use.OUTPUT);
    }

    @Override
    protected File wrapStderr() {
        return new Stream(OpenFile.of(new byte[0]), Use.OUTPUT);
    }

    @Override
    protected File openFile(String name, boolean reads, boolean appends, boolean updates, boolean binary)
            throws IOException {
        String mode = (reads ? "r" : appends ? "a" : "w") + (updates ? "+" : "");
        return new Stream(session.open(name, mode), Use.FILE);
    }

    @Override
    protected File tmpFile() {
        return new Stream(OpenFile.of(new byte[0]), Use.FILE);
    }

    @Override
    protected File openProgram(String command, String mode) throws IOException {
        if (mode.startsWith("w")) {
            return new Stream(OpenFile.of(new byte[0]), Use.PROGRAM, command);
        }
        Optional<Host.Ended> ended = session.execute(List.of("/bin/sh", "-c", command), "");
        return new Stream(
                OpenFile.of(Session.bytes(ended.map(Host.Ended::output).orElse(""))), Use.FILE);
    }

    @Override
    public Varargs _io_open(String name, String mode) throws IOException {
        try {
            return super._io_open(name, mode);
        } catch (IOException e) {
            return session.failed(name, e);
        }
    }

    @Override
    public Varargs _io_read(Varargs formats) throws IOException {
        return super._io_read(known(formats));
    }

    @Override
    public Varargs _file_read(LuaValue file, Varargs formats) throws IOException {
        return super._file_read(file, known(formats));
    }

    /** Formats as LuaJ knows them: it takes {@code *a} for what Lua also calls {@code *all}, and 5.3 {@code a}. */
    private static Varargs known(Varargs formats) {
        LuaValue[] values = new LuaValue[formats.narg()];
        for (int i = 0; i < values.length; i++) {
            LuaValue format = formats.arg(i + 1);
            String text = format.type() != LuaValue.TSTRING ? "" : format.tojstring();
            String name = text.startsWith("*") ? text.substring(1) : text;
            values[i] = name.isEmpty() ? format : LuaValue.valueOf("*" + name.charAt(0));
        }
        return LuaValue.varargsOf(values);
    }

    private enum Use {
        FILE,
        OUTPUT,
        PROGRAM
    }

    /** A file as Lua sees it. */
    private final class Stream extends IoLib.File {
        private final OpenFile file;
        private final Use use;
        private final String command;
        private boolean closed;

        Stream(OpenFile file, Use use) {
            this(file, use, "");
        }

        Stream(OpenFile file, Use use, String command) {
            this.file = file;
            this.use = use;
            this.command = command;
        }

        @Override
        public void write(LuaString text) throws IOException {
            if (use == Use.OUTPUT) {
                session.print(text.tojstring());
                return;
            }
            byte[] bytes = new byte[text.m_length];
            text.copyInto(0, bytes, 0, bytes.length);
            session.effects.of("write", () -> {
                file.write(bytes);
                return "";
            });
        }

        @Override
        public void flush() throws IOException {
            session.effects.of("flush", () -> {
                file.flush();
                return "";
            });
        }

        @Override
        public boolean isstdfile() {
            return use == Use.OUTPUT;
        }

        @Override
        public void close() throws IOException {
            closed = true;
            session.effects.of("close", () -> {
                file.close();
                return "";
            });
            if (use == Use.PROGRAM) {
                session.execute(
                        List.of("/bin/sh", "-c", command),
                        LuaString.valueOf(file.content()).tojstring());
            }
        }

        @Override
        public boolean isclosed() {
            // Not whether the file is: a child goes through what its parent did with the same file.
            return closed;
        }

        @Override
        public int seek(String from, int offset) throws IOException {
            return session.effects.of("seek", () -> file.seek(from, offset));
        }

        @Override
        public void setvbuf(String mode, int size) {
            // Everything is in memory until it is flushed.
        }

        @Override
        public int remaining() throws IOException {
            return session.effects.of("remaining", file::remaining);
        }

        @Override
        public int peek() throws IOException {
            return session.effects.of("peek", file::peek);
        }

        @Override
        public int read() throws IOException {
            byte[] one = session.effects.of("read", () -> file.read(1));
            return one.length == 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int offset, int count) throws IOException {
            byte[] bytes = session.effects.of("read", () -> file.read(count));
            System.arraycopy(bytes, 0, to, offset, bytes.length);
            return bytes.length == 0 && count > 0 ? -1 : bytes.length;
        }
    }
}
