package org.atomsmith.linux;

import static org.atomsmith.linux.NativeCall.INT;
import static org.atomsmith.linux.NativeCall.function;
import static org.atomsmith.linux.NativeCall.invoke;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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
        static final MemorySegment AT = function("socket");
    }

    static int socket(Path subject) throws LinuxException {
        return (int) invoke("socket", subject, c ->
                (int) c.call(Socket.AT, AF_UNIX, SOCK_STREAM | CLOSE_ON_EXEC | NON_BLOCKING, 0));
    }

    private static final class Bind {
        static final MemorySegment AT = function("bind");
    }

    static void bindTo(int fd, Path path) throws LinuxException {
        byte[] name = FileNames.bytes(path);
        invoke("bind", path, c -> {
            MemorySegment address = c.allocate(2 + PATH_LENGTH);
            address.fill((byte) 0);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
            MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, 2, name.length);
            return (int) c.call(Bind.AT, fd, address.address(), 2 + name.length + 1);
        });
    }

    private static final class Listen {
        static final MemorySegment AT = function("listen");
    }

    static void listen(int fd, Path path) throws LinuxException {
        invoke("listen", path, c -> (int) c.call(Listen.AT, fd, 16));
    }

    private static final class Accept4 {
        static final MemorySegment AT = function("accept4");
    }

    static int accept(int fd, Path path) throws LinuxException {
        return (int) invoke("accept4", path, c -> (int) c.call(Accept4.AT, fd, 0, 0, CLOSE_ON_EXEC | NON_BLOCKING));
    }

    private static final class Getsockopt {
        static final MemorySegment AT = function("getsockopt");
    }

    /** The user at the other end, from {@code struct ucred}. */
    static int peerUser(int fd, Path path) throws LinuxException {
        int[] user = new int[1];
        invoke("getsockopt SO_PEERCRED", path, c -> {
            MemorySegment credentials = c.allocate(12);
            MemorySegment length = c.allocate(8);
            length.set(INT, 0, 12);
            int result =
                    (int) c.call(Getsockopt.AT, fd, SOL_SOCKET, SO_PEERCRED, credentials.address(), length.address());
            user[0] = credentials.get(INT, 4);
            return result;
        });
        return user[0];
    }

    private static final class Poll {
        static final MemorySegment AT = function("poll");
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
            int result = (int) c.call(Poll.AT, array.address(), descriptors.length, milliseconds);
            for (int i = 0; i < descriptors.length; i++) {
                happened[i] = array.get(ValueLayout.JAVA_SHORT, 8L * i + 6);
            }
            return result;
        });
    }

    private static final class Eventfd {
        static final MemorySegment AT = function("eventfd");
    }

    static int eventfd() throws LinuxException {
        return (int) invoke("eventfd", "", c -> (int) c.call(Eventfd.AT, 0, CLOSE_ON_EXEC | NON_BLOCKING));
    }

    private static final class EventfdWrite {
        static final MemorySegment AT = function("eventfd_write");
    }

    static void eventfdWrite(int fd) throws LinuxException {
        invoke("eventfd_write", "", c -> (int) c.call(EventfdWrite.AT, fd, 1));
    }

    private static final class EventfdRead {
        static final MemorySegment AT = function("eventfd_read");
    }

    static void eventfdRead(int fd) throws LinuxException {
        invoke("eventfd_read", "", c ->
                (int) c.call(EventfdRead.AT, fd, c.allocate(8).address()));
    }
}
