package org.atomsmith.host.peer.dns;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A DNS message, as far as DNS-SD needs it. It comes from anybody in the network: names are read without recursion, a
 * compressed one only ever goes on further ahead in the message, and all counts have limits.
 *
 * @param id that a question has, and its answers
 * @param isAnswer whether it answers
 * @param records answers and additional records of the kinds that matter here; others are passed over
 */
public record DnsMessage(int id, boolean isAnswer, List<DnsRecord> records) {
    /** Type {@code PTR}. */
    public static final int POINTER = 12;

    /** Type {@code TXT}. */
    public static final int TEXT = 16;

    /** Type {@code SRV}. */
    public static final int SERVICE = 33;

    /** RFC 6762: no message is larger. */
    public static final int LONGEST = 9000;

    private static final int HEADER = 12;
    private static final int MOST_QUESTIONS = 64;
    private static final int MOST_RECORDS = 512;
    private static final int INTERNET = 1;
    /** In a question: an answer to the asker alone is welcome. In a record: forget those of before. */
    private static final int FLAG = 0x8000;

    /** Copies the list. */
    public DnsMessage {
        records = List.copyOf(records);
    }

    /**
     * A question.
     *
     * @param type {@link #POINTER}, {@link #SERVICE} or {@link #TEXT}
     */
    public record Question(DnsName name, int type) {}

    /** The bytes of a message that asks, and wants to be answered alone. */
    public static byte[] question(int id, List<Question> questions) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int number : new int[] {id, 0, questions.size(), 0, 0, 0}) {
            write(out, number);
        }
        for (Question question : questions) {
            for (String label : question.name().labels()) {
                byte[] bytes = label.getBytes(StandardCharsets.UTF_8);
                out.write(bytes.length);
                out.writeBytes(bytes);
            }
            out.write(0);
            write(out, question.type());
            write(out, INTERNET | FLAG);
        }
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, int number) {
        out.write(number >> 8);
        out.write(number);
    }

    /**
     * Reads a message.
     *
     * @throws MalformedMessageException when it is none
     */
    public static DnsMessage parse(byte[] bytes) throws MalformedMessageException {
        if (bytes.length < HEADER || bytes.length > LONGEST) {
            throw new MalformedMessageException(0, "it has " + bytes.length + " bytes");
        }
        Reader reader = new Reader(bytes);
        int id = reader.number();
        int flags = reader.number();
        int questions = reader.number();
        int all = reader.number() + reader.number() + reader.number();
        if (questions > MOST_QUESTIONS || all > MOST_RECORDS) {
            throw new MalformedMessageException(4, questions + " questions and " + all + " records");
        }
        for (int i = 0; i < questions; i++) {
            reader.name(bytes.length);
            reader.number();
            reader.number();
        }
        List<DnsRecord> records = new ArrayList<>();
        for (int i = 0; i < all; i++) {
            reader.record(records);
        }
        return new DnsMessage(id, (flags & 0x8000) != 0, records);
    }

    /** Goes through the bytes. */
    private static final class Reader {
        private final byte[] bytes;
        private int at;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        private int octet(int end) throws MalformedMessageException {
            if (at >= end) {
                throw new MalformedMessageException(at, "it ends too soon");
            }
            return bytes[at++] & 0xff;
        }

        int number() throws MalformedMessageException {
            return number(bytes.length);
        }

        private int number(int end) throws MalformedMessageException {
            return octet(end) << 8 | octet(end);
        }

        void record(List<DnsRecord> records) throws MalformedMessageException {
            DnsName name = name(bytes.length);
            int type = number();
            int kind = number() & ~FLAG;
            int life = number() << 16 | number();
            int length = number();
            int end = at + length;
            if (end > bytes.length) {
                throw new MalformedMessageException(at, "a record of " + length + " bytes goes beyond its end");
            }
            // One that has no time to live is a farewell.
            if (kind == INTERNET && life != 0) {
                switch (type) {
                    case POINTER -> records.add(new DnsRecord.Pointer(name, name(end)));
                    case SERVICE -> {
                        number(end);
                        number(end);
                        records.add(new DnsRecord.Service(name, number(end), name(end)));
                    }
                    case TEXT -> records.add(new DnsRecord.Text(name, entries(end)));
                    default -> at = end;
                }
                if (at != end) {
                    throw new MalformedMessageException(at, "a record ends at byte " + end);
                }
            }
            at = end;
        }

        private Map<String, String> entries(int end) throws MalformedMessageException {
            Map<String, String> entries = new LinkedHashMap<>();
            while (at < end) {
                int length = octet(end);
                if (at + length > end) {
                    throw new MalformedMessageException(at, "a text of " + length + " bytes goes beyond its record");
                }
                String text = new String(bytes, at, length, StandardCharsets.UTF_8);
                at += length;
                int equals = text.indexOf('=');
                if (equals > 0) {
                    entries.putIfAbsent(text.substring(0, equals).toLowerCase(Locale.ROOT), text.substring(equals + 1));
                }
            }
            return entries;
        }

        /** Reads a name, whose first part ends before a byte. */
        DnsName name(int end) throws MalformedMessageException {
            List<String> labels = new ArrayList<>();
            int length = 1;
            int from = at;
            int limit = end;
            int after = -1;
            for (int octet = octet(limit); octet != 0; octet = octet(limit)) {
                if (octet >> 6 == 3) {
                    int target = (octet & 0x3f) << 8 | octet(limit);
                    // Each jump goes to before where the last one came to: so there is an end of them.
                    if (target >= from || target < HEADER) {
                        throw new MalformedMessageException(at - 2, "a name goes on at byte " + target);
                    }
                    after = after < 0 ? at : after;
                    limit = from;
                    from = target;
                    at = target;
                    continue;
                }
                length += octet + 1;
                if (octet > DnsName.LONGEST_LABEL || length > DnsName.LONGEST || at + octet > limit) {
                    throw new MalformedMessageException(at - 1, "a label of " + octet + " bytes");
                }
                labels.add(new String(bytes, at, octet, StandardCharsets.UTF_8));
                at += octet;
            }
            at = after < 0 ? at : after;
            try {
                return new DnsName(labels);
            } catch (IllegalArgumentException e) {
                // Bytes that are no UTF-8 became more.
                throw new MalformedMessageException(from, String.valueOf(e.getMessage()));
            }
        }
    }
}
