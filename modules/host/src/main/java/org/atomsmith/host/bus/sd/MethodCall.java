package org.atomsmith.host.bus.sd;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.atomsmith.ostree.gvariant.Variant;

/** A call that came over a connection. It is answered once, at once or later, by the thread of the connection. */
public final class MethodCall implements Incoming {
    private final BusConnection connection;
    private final String sender;
    private final String path;
    private final String interfaceName;
    private final String member;
    private final String signature;
    private final boolean interactive;
    private final List<Variant> arguments;
    private long message;

    /** Takes the message over. */
    MethodCall(BusConnection connection, long message) throws BusException {
        this.connection = connection;
        this.message = message;
        this.sender = SdBus.text(SdBus.MESSAGE_GET_SENDER.pointer(message));
        this.path = SdBus.text(SdBus.MESSAGE_GET_PATH.pointer(message));
        this.interfaceName = SdBus.text(SdBus.MESSAGE_GET_INTERFACE.pointer(message));
        this.member = SdBus.text(SdBus.MESSAGE_GET_MEMBER.pointer(message));
        this.signature = SdBus.text(SdBus.MESSAGE_GET_SIGNATURE.pointer(message, 1));
        this.interactive = SdBus.MESSAGE_GET_ALLOW_INTERACTIVE_AUTHORIZATION.call(message) > 0;
        this.arguments = Body.read(message);
    }

    /** The connection that it came over. */
    public BusConnection connection() {
        return connection;
    }

    /** The unique name of the caller; empty on a private connection. */
    public String sender() {
        return sender;
    }

    /** The object that is called. */
    public String path() {
        return path;
    }

    /** The interface; empty when the caller left it out. */
    public String interfaceName() {
        return interfaceName;
    }

    /** The method. */
    public String member() {
        return member;
    }

    /** The types of the arguments, {@code "sa{sv}"}. */
    public String signature() {
        return signature;
    }

    /** Whether the caller can wait for somebody to type a password. */
    public boolean interactive() {
        return interactive;
    }

    /** The arguments. */
    public List<Variant> arguments() {
        return arguments;
    }

    /** Answers. */
    public void reply(Variant... results) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment made = arena.allocate(ValueLayout.JAVA_LONG);
            SdBus.MESSAGE_NEW_METHOD_RETURN.call(message, made.address());
            connection.sendMade(made.get(ValueLayout.JAVA_LONG, 0), List.of(results));
        } finally {
            release();
        }
    }

    /**
     * Answers with an error.
     *
     * @param name its name, {@code "org.freedesktop.DBus.Error.AccessDenied"}
     * @param text for a person
     */
    public void fail(String name, String text) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(24, 8);
            error.set(ValueLayout.JAVA_LONG, 0, arena.allocateFrom(name).address());
            error.set(ValueLayout.JAVA_LONG, 8, arena.allocateFrom(text).address());
            MemorySegment made = arena.allocate(ValueLayout.JAVA_LONG);
            SdBus.MESSAGE_NEW_METHOD_ERROR.call(message, made.address(), error.address());
            connection.sendMade(made.get(ValueLayout.JAVA_LONG, 0), List.of());
        } finally {
            release();
        }
    }

    private void release() {
        SdBus.MESSAGE_UNREF.pointer(message);
        message = 0;
    }
}
