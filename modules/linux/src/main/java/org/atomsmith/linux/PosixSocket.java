package org.atomsmith.linux;

import static org.atomsmith.linux.NativeCall.INT;
import static org.atomsmith.linux.NativeCall.LONG;
import static org.atomsmith.linux.NativeCall.POINTER;
import static org.atomsmith.linux.NativeCall.bind;
import static org.atomsmith.linux.NativeCall.invoke;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** The system calls about local sockets, and about waiting for several descriptors. */
final class PosixSocket {
    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM = 1;
    private static final int CLOSE_ON_EXEC = 02000000;
    private static final int NON_BLOCKING = 04000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_PEERCRED = 17;

    /** The length of {@code sun_path}, with the NUL at its end. */
    static final int PATH_LENGTH = 108;

    private PosixSocket() {}

    private static final class Socket {
        static final MethodHandle CALL = bind("socket", INT, INT, INT, INT);
    }

    static int socket(Path subject) throws LinuxException {
        return (int) invoke("socket", subject, c ->
                (int) Socket.CALL.invokeExact(c.state(), AF_UNIX, SOCK_STREAM | CLOSE_ON_EXEC | NON_BLOCKING, 0));
    }

    private static final class Bind {
        static final MethodHandle CALL = bind("bind", INT, INT, POINTER, INT);
    }

    static void bindTo(int fd, Path path) throws LinuxException {
        byte[] name = FileNames.bytes(path);
        invoke("bind", path, c -> {
            MemorySegment address = c.allocate(2 + PATH_LENGTH);
            address.fill((byte) 0);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
            MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, 2, name.length);
            return (int) Bind.CALL.invokeExact(c.state(), fd, address, 2 + name.length + 1);
        });
    }

    private static final class Listen {
        static final MethodHandle CALL = bind("listen", INT, INT, INT);
    }

    static void listen(int fd, Path path) throws LinuxException {
        invoke("listen", path, c -> (int) Listen.CALL.invokeExact(c.state(), fd, 16));
    }

    private static final class Accept4 {
        static final MethodHandle CALL = bind("accept4", INT, INT, POINTER, POINTER, INT);
    }

    static int accept(int fd, Path path) throws LinuxException {
        return (int) invoke("accept4", path, c -> (int) Accept4.CALL.invokeExact(
                c.state(), fd, MemorySegment.NULL, MemorySegment.NULL, CLOSE_ON_EXEC | NON_BLOCKING));
    }

    private static final class Getsockopt {
        static final MethodHandle CALL = bind("getsockopt", INT, INT, INT, INT, POINTER, POINTER);
    }

    /** The user at the other end, from {@code struct ucred}. */
    static int peerUser(int fd, Path path) throws LinuxException {
        int[] user = new int[1];
        invoke("getsockopt SO_PEERCRED", path, c -> {
            MemorySegment credentials = c.allocate(12);
            MemorySegment length = c.allocate(8);
            length.set(INT, 0, 12);
            int result = (int) Getsockopt.CALL.invokeExact(c.state(), fd, SOL_SOCKET, SO_PEERCRED, credentials, length);
            user[0] = credentials.get(INT, 4);
            return result;
        });
        return user[0];
    }

    private static final class Poll {
        static final MethodHandle CALL = bind("poll", INT, POINTER, LONG, INT);
    }

    /** Waits; {@code happened} takes what happened to each descriptor. */
    static void poll(int[] descriptors, short[] wanted, short[] happened, int milliseconds) throws LinuxException {
        invoke("poll", descriptors.length + " descriptors", c -> {
            MemorySegment array = c.allocate(8L * Math.max(1, descriptors.length));
            for (int i = 0; i < descriptors.length; i++) {
                array.set(INT, 8L * i, descriptors[i]);
                array.set(ValueLayout.JAVA_SHORT, 8L * i + 4, wanted[i]);
                array.set(ValueLayout.JAVA_SHORT, 8L * i + 6, (short) 0);
            }
            int result = (int) Poll.CALL.invokeExact(c.state(), array, (long) descriptors.length, milliseconds);
            for (int i = 0; i < descriptors.length; i++) {
                happened[i] = array.get(ValueLayout.JAVA_SHORT, 8L * i + 6);
            }
            return result;
        });
    }

    private static final class Eventfd {
        static final MethodHandle CALL = bind("eventfd", INT, INT, INT);
    }

    static int eventfd() throws LinuxException {
        return (int)
                invoke("eventfd", "", c -> (int) Eventfd.CALL.invokeExact(c.state(), 0, CLOSE_ON_EXEC | NON_BLOCKING));
    }

    private static final class EventfdWrite {
        static final MethodHandle CALL = bind("eventfd_write", INT, INT, LONG);
    }

    static void eventfdWrite(int fd) throws LinuxException {
        invoke("eventfd_write", "", c -> (int) EventfdWrite.CALL.invokeExact(c.state(), fd, 1L));
    }

    private static final class EventfdRead {
        static final MethodHandle CALL = bind("eventfd_read", INT, INT, POINTER);
    }

    static void eventfdRead(int fd) throws LinuxException {
        invoke("eventfd_read", "", c -> (int) EventfdRead.CALL.invokeExact(c.state(), fd, c.allocate(8)));
    }
}
