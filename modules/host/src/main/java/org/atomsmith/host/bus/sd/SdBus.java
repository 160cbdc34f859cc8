package org.atomsmith.host.bus.sd;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Locale;

/**
 * The functions of libsystemd's sd-bus that we call, each named as there without {@code sd_bus_}. They take integers and
 * pointers only, six at most, which x86-64 and AArch64 pass in six registers: one way to call serves all of them, so
 * that a service that lives for a second does not spend it on binding functions.
 */
enum SdBus {
    NEW,
    OPEN_SYSTEM,
    SET_ADDRESS,
    SET_BUS_CLIENT,
    SET_FD,
    SET_SERVER,
    NEGOTIATE_FDS,
    START,
    REQUEST_NAME,
    RELEASE_NAME,
    PROCESS,
    GET_FD,
    GET_EVENTS,
    GET_TIMEOUT,
    SEND,
    CALL,
    FLUSH_CLOSE_UNREF,
    MESSAGE_NEW_SIGNAL,
    MESSAGE_NEW_METHOD_CALL,
    MESSAGE_NEW_METHOD_RETURN,
    MESSAGE_NEW_METHOD_ERROR,
    MESSAGE_GET_TYPE,
    MESSAGE_GET_REPLY_COOKIE,
    MESSAGE_GET_PATH,
    MESSAGE_GET_INTERFACE,
    MESSAGE_GET_MEMBER,
    MESSAGE_GET_SENDER,
    MESSAGE_GET_SIGNATURE,
    MESSAGE_GET_ERROR,
    MESSAGE_GET_ALLOW_INTERACTIVE_AUTHORIZATION,
    MESSAGE_SET_ALLOW_INTERACTIVE_AUTHORIZATION,
    MESSAGE_APPEND_BASIC,
    MESSAGE_APPEND_ARRAY,
    MESSAGE_OPEN_CONTAINER,
    MESSAGE_CLOSE_CONTAINER,
    MESSAGE_PEEK_TYPE,
    MESSAGE_READ_BASIC,
    MESSAGE_READ_ARRAY,
    MESSAGE_ENTER_CONTAINER,
    MESSAGE_EXIT_CONTAINER,
    MESSAGE_UNREF,
    ERROR_FREE;

    private static final MethodHandle SIX = Linker.nativeLinker()
            .downcallHandle(
                    FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));

    private final MemorySegment address = Library.SYMBOLS.findOrThrow(symbol());

    /** Loaded before the first of the functions is looked up. */
    private static final class Library {
        static final SymbolLookup SYMBOLS = SymbolLookup.libraryLookup("libsystemd.so.0", Arena.global());
    }

    private String symbol() {
        return "sd_bus_" + name().toLowerCase(Locale.ROOT);
    }

    /** Calls a function that returns a pointer or nothing. */
    long pointer(long... arguments) {
        long[] a = arguments.length == 6 ? arguments : Arrays.copyOf(arguments, 6);
        try {
            return (long) SIX.invokeExact(address, a[0], a[1], a[2], a[3], a[4], a[5]);
        } catch (Throwable e) {
            throw switch (e) {
                case RuntimeException unchecked -> unchecked;
                case Error error -> throw error;
                default -> new IllegalStateException("calling " + name(), e);
            };
        }
    }

    /** Calls a function that returns a number; throws when that is an error's. */
    int call(long... arguments) throws BusException {
        int result = (int) pointer(arguments);
        if (result < 0) {
            throw BusException.of(symbol(), result);
        }
        return result;
    }

    /** The text at an address; empty for the null pointer. */
    static String text(long address) {
        return address == 0
                ? ""
                : MemorySegment.ofAddress(address).reinterpret(Long.MAX_VALUE).getString(0);
    }
}
