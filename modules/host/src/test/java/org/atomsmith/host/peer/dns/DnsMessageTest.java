package org.atomsmith.host.peer.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DnsMessageTest {
    private static final DnsName TYPE = DnsName.of("_atomic-peer._tcp.local");
    private static final DnsName INSTANCE = new DnsName(List.of("Büro 3.OG", "_atomic-peer", "_tcp", "local"));
    private static final DnsName HOST = DnsName.of("buero.local");

    private static byte[] answer() {
        return new MessageWriter(7)
                .pointer(TYPE, INSTANCE)
                .service(INSTANCE, 8791, HOST)
                .text(INSTANCE, "v=1", "Commits=0011223344556677", "commits=later", "flag", "=none")
                .record(HOST, 1, 120, () -> {})
                .bytes();
    }

    @Test
    void reads_what_a_responder_says() throws MalformedMessageException {
        DnsMessage message = DnsMessage.parse(answer());
        assertThat(message.id()).isEqualTo(7);
        assertThat(message.isAnswer()).isTrue();
        assertThat(message.records())
                .containsExactly(
                        new DnsRecord.Pointer(TYPE, INSTANCE),
                        new DnsRecord.Service(INSTANCE, 8791, HOST),
                        new DnsRecord.Text(INSTANCE, Map.of("v", "1", "commits", "0011223344556677")));
        assertThat(INSTANCE.isInstanceOf(DnsName.of("_ATOMIC-peer._tcp.LOCAL"))).isTrue();
        assertThat(TYPE.isInstanceOf(TYPE)).isFalse();
    }

    @Test
    void asks_as_resolvers_of_others_read_it() {
        byte[] question = DnsMessage.question(
                0x1234, List.of(new DnsMessage.Question(DnsName.of("_http._tcp.local"), DnsMessage.POINTER)));
        assertThat(HexFormat.of().formatHex(question))
                .isEqualTo("123400000001000000000000" + "055f68747470045f746370056c6f63616c00" + "000c8001");
    }

    @Test
    void a_farewell_is_no_record() throws MalformedMessageException {
        byte[] bytes = new MessageWriter(1)
                .record(TYPE, DnsMessage.POINTER, 0, () -> {})
                .bytes();
        assertThat(DnsMessage.parse(bytes).records()).isEmpty();
    }

    /** A header with one record, whose name is these bytes. */
    @ParameterizedTest
    @CsvSource({
        "c00c, goes on at byte 12", // itself
        "c00e, goes on at byte 14", // ahead
        "c000, goes on at byte 0", // into the header
        "0161c00c, goes on at byte 12", // to its own beginning
        "ffff, goes on at byte 16383",
        "40, a label of 64 bytes",
        "bf, a label of 191 bytes",
        "05616263, a label of 5 bytes",
        "c0, ends too soon"
    })
    void refuses_names_that_do_not_end(String name, String why) {
        byte[] head = HexFormat.of().parseHex("000084000000000100000000");
        byte[] bytes = Arrays.copyOf(head, head.length + name.length() / 2);
        System.arraycopy(HexFormat.of().parseHex(name), 0, bytes, head.length, name.length() / 2);
        assertThatThrownBy(() -> DnsMessage.parse(bytes))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(why);
    }

    @Test
    void refuses_more_than_a_message_may_have() {
        byte[] many = answer();
        many[6] = 2;
        assertThatThrownBy(() -> DnsMessage.parse(many)).hasMessageContaining("records");
        assertThatThrownBy(() -> DnsMessage.parse(new byte[DnsMessage.LONGEST + 1]))
                .hasMessageContaining("9001 bytes");
        // Names of 63 bytes, one behind the other, each going on in the one before.
        MessageWriter writer = new MessageWriter(1);
        List<String> labels = List.of("a".repeat(63), "b".repeat(63), "c".repeat(63));
        writer.pointer(new DnsName(labels), new DnsName(labels));
        byte[] compressed = writer.bytes();
        assertThatCode(() -> DnsMessage.parse(compressed)).doesNotThrowAnyException();
        byte[] longer = Arrays.copyOf(compressed, compressed.length + 64);
        // The target becomes a label of 63 bytes more before the pointer: 257 bytes in all.
        int at = compressed.length - 2;
        longer[at - 1] = 66;
        longer[at] = 63;
        Arrays.fill(longer, at + 1, at + 64, (byte) 'd');
        longer[at + 64] = compressed[at];
        longer[at + 65] = compressed[at + 1];
        assertThatThrownBy(() -> DnsMessage.parse(longer)).hasMessageContaining("a label of 63 bytes");
    }

    @Test
    void whatever_comes_is_read_or_refused() {
        byte[] good = answer();
        for (int length = 0; length < good.length; length++) {
            readOrRefuse(Arrays.copyOf(good, length));
        }
        for (int bit = 0; bit < 8 * good.length; bit++) {
            byte[] flipped = good.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            readOrRefuse(flipped);
        }
        Random random = new Random(42);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = i % 2 == 0 ? good.clone() : new byte[random.nextInt(200)];
            if (i % 2 == 1) {
                random.nextBytes(bytes);
            }
            for (int change = random.nextInt(8); change > 0 && bytes.length > 0; change--) {
                // Lengths and pointers more often than others.
                bytes[random.nextInt(bytes.length)] =
                        (byte) (random.nextBoolean() ? random.nextInt(256) : 0xc0 | random.nextInt(2));
            }
            readOrRefuse(bytes);
        }
    }

    private static void readOrRefuse(byte[] bytes) {
        try {
            assertThat(DnsMessage.parse(bytes).records()).hasSizeLessThan(513);
        } catch (MalformedMessageException e) {
            assertThat(e).hasMessageContaining("byte");
        }
    }
}
