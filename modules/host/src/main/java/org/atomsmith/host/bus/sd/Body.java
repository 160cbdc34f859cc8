package org.atomsmith.host.bus.sd;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.gvariant.VariantType;

/** What a message carries, from and to {@link Variant}s: D-Bus has the types of GVariant but for {@code m}. */
final class Body {
    /** A message nests no deeper; sd-bus allows 64 levels of arrays and of structures each. */
    private static final int MAX_DEPTH = 64;

    /** One message carries no more values. */
    private static final int MAX_VALUES = 1 << 20;

    private final long message;
    private final Arena arena;
    private final MemorySegment scratch;
    private int values;

    private Body(long message, Arena arena) {
        this.message = message;
        this.arena = arena;
        this.scratch = arena.allocate(16, 8);
    }

    /** Adds values to a message that is being made. */
    static void append(long message, List<Variant> arguments) throws BusException {
        try (Arena arena = Arena.ofConfined()) {
            Body body = new Body(message, arena);
            for (Variant argument : arguments) {
                body.append(argument);
            }
        }
    }

    /** Reads all values of a message. */
    static List<Variant> read(long message) throws BusException {
        try (Arena arena = Arena.ofConfined()) {
            return new Body(message, arena).readAll(0);
        }
    }

    private void append(Variant value) throws BusException {
        switch (value) {
            case Variant.Number(char letter, long bits) -> {
                scratch.set(ValueLayout.JAVA_LONG, 0, letter == 'b' ? bits & 1 : bits);
                SdBus.MESSAGE_APPEND_BASIC.call(message, letter, scratch.address());
            }
            case Variant.Text(char letter, String text) ->
                SdBus.MESSAGE_APPEND_BASIC.call(
                        message, letter, arena.allocateFrom(text).address());
            case Variant.Bytes(byte[] bytes) -> {
                MemorySegment copy = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
                SdBus.MESSAGE_APPEND_ARRAY.call(message, 'y', copy.address(), bytes.length);
            }
            case Variant.Array(VariantType element, List<Variant> items) -> append('a', element.text(), items);
            case Variant.Tuple(List<Variant> members) -> append('r', contents(members), members);
            case Variant.Entry entry -> append('e', contents(entry.children()), entry.children());
            case Variant.Boxed(Variant inner) -> append('v', inner.type().text(), List.of(inner));
            case Variant.Maybe maybe -> throw new IllegalArgumentException("D-Bus has no type m");
        }
    }

    private static String contents(List<Variant> members) {
        StringBuilder text = new StringBuilder();
        members.forEach(member -> text.append(member.type().text()));
        return text.toString();
    }

    private void append(char kind, String contents, List<Variant> items) throws BusException {
        SdBus.MESSAGE_OPEN_CONTAINER.call(
                message, kind, arena.allocateFrom(contents).address());
        for (Variant item : items) {
            append(item);
        }
        SdBus.MESSAGE_CLOSE_CONTAINER.call(message);
    }

    private List<Variant> readAll(int depth) throws BusException {
        if (depth > MAX_DEPTH) {
            throw new BusException("a message nests deeper than " + MAX_DEPTH + " levels");
        }
        List<Variant> items = new ArrayList<>();
        while (SdBus.MESSAGE_PEEK_TYPE.call(message, scratch.address(), scratch.address() + 8) > 0) {
            if (++values > MAX_VALUES) {
                throw new BusException("a message carries more than " + MAX_VALUES + " values");
            }
            char kind = (char) scratch.get(ValueLayout.JAVA_BYTE, 0);
            String contents = SdBus.text(scratch.get(ValueLayout.JAVA_LONG, 8));
            items.add(read(kind, contents, depth));
        }
        return items;
    }

    private Variant read(char kind, String contents, int depth) throws BusException {
        switch (kind) {
            case 's', 'o', 'g' -> {
                SdBus.MESSAGE_READ_BASIC.call(message, kind, scratch.address());
                return new Variant.Text(kind, SdBus.text(scratch.get(ValueLayout.JAVA_LONG, 0)));
            }
            case 'a' -> {
                if (contents.equals("y")) {
                    return bytes();
                }
                return new Variant.Array(VariantType.parse(contents), inside(kind, contents, depth));
            }
            case 'r' -> {
                return new Variant.Tuple(inside(kind, contents, depth));
            }
            case 'e' -> {
                List<Variant> pair = inside(kind, contents, depth);
                return new Variant.Entry(pair.get(0), pair.get(1));
            }
            case 'v' -> {
                return new Variant.Boxed(inside(kind, contents, depth).getFirst());
            }
            default -> {
                return number(kind);
            }
        }
    }

    private List<Variant> inside(char kind, String contents, int depth) throws BusException {
        SdBus.MESSAGE_ENTER_CONTAINER.call(
                message, kind, arena.allocateFrom(contents).address());
        List<Variant> items = readAll(depth + 1);
        SdBus.MESSAGE_EXIT_CONTAINER.call(message);
        return items;
    }

    private Variant bytes() throws BusException {
        SdBus.MESSAGE_READ_ARRAY.call(message, 'y', scratch.address(), scratch.address() + 8);
        long length = scratch.get(ValueLayout.JAVA_LONG, 8);
        return Variant.bytes(
                length == 0
                        ? new byte[0]
                        : MemorySegment.ofAddress(scratch.get(ValueLayout.JAVA_LONG, 0))
                                .reinterpret(length)
                                .toArray(ValueLayout.JAVA_BYTE));
    }

    private Variant number(char kind) throws BusException {
        scratch.set(ValueLayout.JAVA_LONG, 0, 0);
        SdBus.MESSAGE_READ_BASIC.call(message, kind, scratch.address());
        long bits = scratch.get(ValueLayout.JAVA_LONG, 0);
        return new Variant.Number(
                kind,
                switch (kind) {
                    case 'n' -> (short) bits;
                    case 'i', 'h' -> (int) bits;
                    default -> bits;
                });
    }
}
