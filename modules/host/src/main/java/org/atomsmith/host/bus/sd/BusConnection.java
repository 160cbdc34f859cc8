package org.atomsmith.host.bus.sd;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.atomsmith.ostree.gvariant.Variant;

/**
 * A D-Bus connection. Nothing of it blocks but {@link #call}: whoever has it waits for its {@linkplain #descriptor
 * descriptor} and then {@linkplain #process takes} what came. For one thread.
 */
public final class BusConnection implements AutoCloseable {
    /** Nobody is asked for longer. */
    private static final long CALL_MICROSECONDS = 25_000_000;

    private static final int METHOD_CALL = 1;
    private static final int METHOD_RETURN = 2;
    private static final int METHOD_ERROR = 3;

    private final long bus;

    private BusConnection(long bus) {
        this.bus = bus;
    }

    /** What makes a connection, given where its address is to be put. */
    private interface Opening {
        void open(long result, Arena arena) throws BusException;
    }

    private static BusConnection open(Opening opening) throws BusException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment made = arena.allocate(ValueLayout.JAVA_LONG);
            opening.open(made.address(), arena);
            return new BusConnection(made.get(ValueLayout.JAVA_LONG, 0));
        }
    }

    /** Connects to the system's bus. */
    public static BusConnection system() throws IOException {
        return open((result, arena) -> SdBus.OPEN_SYSTEM.call(result));
    }

    /** Connects to the bus at an address, {@code "unix:path=/run/..."}. */
    public static BusConnection bus(String address) throws IOException {
        BusConnection connection = open((result, arena) -> SdBus.NEW.call(result));
        try (Arena arena = Arena.ofConfined()) {
            SdBus.SET_ADDRESS.call(connection.bus, arena.allocateFrom(address).address());
            SdBus.SET_BUS_CLIENT.call(connection.bus, 1);
            SdBus.NEGOTIATE_FDS.call(connection.bus, 1);
            SdBus.START.call(connection.bus);
            return connection;
        } catch (BusException e) {
            connection.close();
            throw e;
        }
    }

    /** Serves somebody who connected to a socket of ours, whose descriptor this takes over. */
    public static BusConnection server(int descriptor) throws IOException {
        BusConnection connection = open((result, arena) -> SdBus.NEW.call(result));
        try {
            UUID id = UUID.randomUUID();
            SdBus.SET_FD.call(connection.bus, descriptor, descriptor);
            SdBus.SET_SERVER.call(connection.bus, 1, id.getMostSignificantBits(), id.getLeastSignificantBits());
            SdBus.START.call(connection.bus);
            return connection;
        } catch (BusException e) {
            connection.close();
            throw e;
        }
    }

    /** Takes a name on the bus; others may not take it over. */
    public void requestName(String name) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            SdBus.REQUEST_NAME.call(bus, arena.allocateFrom(name).address(), 0);
        }
    }

    /** Gives a name back: calls that come from now on start another process. */
    public void releaseName(String name) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            SdBus.RELEASE_NAME.call(bus, arena.allocateFrom(name).address());
        }
    }

    /** The descriptor to wait for. */
    public int descriptor() throws IOException {
        return SdBus.GET_FD.call(bus);
    }

    /** What to wait for at the descriptor: the bits of {@code poll(2)}. */
    public int events() throws IOException {
        return SdBus.GET_EVENTS.call(bus);
    }

    /** Whether there is something to {@linkplain #process do} already, without waiting. */
    public boolean isReady() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment deadline = arena.allocate(ValueLayout.JAVA_LONG);
            SdBus.GET_TIMEOUT.call(bus, deadline.address());
            return deadline.get(ValueLayout.JAVA_LONG, 0) == 0;
        }
    }

    /**
     * Does what there is to do and hands out what came.
     *
     * @param handler takes each message, in the order of arrival
     * @throws IOException when the other end is gone
     */
    public void process(Handler handler) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment message = arena.allocate(ValueLayout.JAVA_LONG);
            while (true) {
                message.set(ValueLayout.JAVA_LONG, 0, 0L);
                int result = SdBus.PROCESS.call(bus, message.address());
                long came = message.get(ValueLayout.JAVA_LONG, 0);
                if (came != 0) {
                    Optional<Incoming> incoming = incoming(came);
                    if (incoming.isPresent()) {
                        handler.handle(incoming.get());
                    }
                } else if (result == 0) {
                    return;
                }
            }
        }
    }

    /** Takes what came over a connection. */
    @FunctionalInterface
    public interface Handler {
        /** Takes one message. */
        void handle(Incoming incoming) throws IOException;
    }

    private Optional<Incoming> incoming(long message) throws IOException {
        int kind;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment type = arena.allocate(8, 8);
            SdBus.MESSAGE_GET_TYPE.call(message, type.address());
            kind = type.get(ValueLayout.JAVA_BYTE, 0);
        }
        if (kind == METHOD_CALL) {
            return Optional.of(new MethodCall(this, message));
        }
        try {
            return Optional.of(kind == METHOD_RETURN || kind == METHOD_ERROR ? reply(message) : signal(message));
        } finally {
            SdBus.MESSAGE_UNREF.pointer(message);
        }
    }

    private static Incoming.Reply reply(long message) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment serial = arena.allocate(ValueLayout.JAVA_LONG);
            SdBus.MESSAGE_GET_REPLY_COOKIE.call(message, serial.address());
            long error = SdBus.MESSAGE_GET_ERROR.pointer(message);
            return new Incoming.Reply(
                    serial.get(ValueLayout.JAVA_LONG, 0),
                    Body.read(message),
                    error == 0 ? Optional.empty() : Optional.of(errorText(MemorySegment.ofAddress(error))));
        }
    }

    private static Incoming.Signal signal(long message) throws IOException {
        return new Incoming.Signal(
                SdBus.text(SdBus.MESSAGE_GET_SENDER.pointer(message)),
                SdBus.text(SdBus.MESSAGE_GET_PATH.pointer(message)),
                SdBus.text(SdBus.MESSAGE_GET_INTERFACE.pointer(message)),
                SdBus.text(SdBus.MESSAGE_GET_MEMBER.pointer(message)),
                Body.read(message));
    }

    /** The name and the text of a {@code struct sd_bus_error}. */
    private static String errorText(MemorySegment error) {
        MemorySegment fields = error.reinterpret(16);
        return SdBus.text(fields.get(ValueLayout.JAVA_LONG, 0)) + ": "
                + SdBus.text(fields.get(ValueLayout.JAVA_LONG, 8));
    }

    /**
     * A method to call.
     *
     * @param destination whom; empty on a private connection
     */
    public record Request(
            String destination, String path, String interfaceName, String member, List<Variant> arguments) {}

    /** Calls a method; the answer comes as {@link Incoming.Reply} with the serial that this returns. */
    public long send(Request request) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            long message = made(request, arena);
            MemorySegment serial = arena.allocate(ValueLayout.JAVA_LONG);
            try {
                SdBus.SEND.call(bus, message, serial.address());
            } finally {
                SdBus.MESSAGE_UNREF.pointer(message);
            }
            return serial.get(ValueLayout.JAVA_LONG, 0);
        }
    }

    /**
     * Calls a method and waits for the answer, for less than half a minute.
     *
     * @throws BusException when the answer is an error
     */
    public List<Variant> call(Request request) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            long message = made(request, arena);
            MemorySegment error = arena.allocate(24, 8);
            MemorySegment answer = arena.allocate(ValueLayout.JAVA_LONG);
            int result = (int) SdBus.CALL.pointer(bus, message, CALL_MICROSECONDS, error.address(), answer.address());
            SdBus.MESSAGE_UNREF.pointer(message);
            if (result < 0) {
                String text = errorText(error);
                SdBus.ERROR_FREE.pointer(error.address());
                throw new BusException(request.member() + " of " + request.destination() + ": " + text);
            }
            long came = answer.get(ValueLayout.JAVA_LONG, 0);
            try {
                return Body.read(came);
            } finally {
                SdBus.MESSAGE_UNREF.pointer(came);
            }
        }
    }

    private long made(Request request, Arena arena) throws IOException {
        MemorySegment made = arena.allocate(ValueLayout.JAVA_LONG);
        SdBus.MESSAGE_NEW_METHOD_CALL.call(
                bus,
                made.address(),
                request.destination().isEmpty()
                        ? 0
                        : arena.allocateFrom(request.destination()).address(),
                arena.allocateFrom(request.path()).address(),
                arena.allocateFrom(request.interfaceName()).address(),
                arena.allocateFrom(request.member()).address());
        long message = made.get(ValueLayout.JAVA_LONG, 0);
        try {
            Body.append(message, request.arguments());
            return message;
        } catch (IOException | RuntimeException e) {
            SdBus.MESSAGE_UNREF.pointer(message);
            throw e;
        }
    }

    /** Sends a signal. */
    public void signal(String path, String interfaceName, String member, List<Variant> arguments) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment made = arena.allocate(ValueLayout.JAVA_LONG);
            SdBus.MESSAGE_NEW_SIGNAL.call(
                    bus,
                    made.address(),
                    arena.allocateFrom(path).address(),
                    arena.allocateFrom(interfaceName).address(),
                    arena.allocateFrom(member).address());
            sendMade(made.get(ValueLayout.JAVA_LONG, 0), arguments);
        }
    }

    /** Fills a message, sends it, and drops it. */
    void sendMade(long message, List<Variant> arguments) throws IOException {
        try {
            Body.append(message, arguments);
            SdBus.SEND.call(bus, message, 0);
        } finally {
            SdBus.MESSAGE_UNREF.pointer(message);
        }
    }

    /** Sends what waits to be sent, and closes. */
    @Override
    public void close() {
        SdBus.FLUSH_CLOSE_UNREF.pointer(bus);
    }
}
