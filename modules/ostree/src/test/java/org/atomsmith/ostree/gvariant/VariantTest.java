package org.atomsmith.ostree.gvariant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.atomsmith.ostree.Mutations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples are those of GLib's GVariant specification, section 2.6. */
final class VariantTest {
    private static final SequencedMap<String, Variant> EVERY_TYPE = everyType();

    private static SequencedMap<String, Variant> everyType() {
        SequencedMap<String, Variant> map = new LinkedHashMap<>();
        map.put("b", Variant.bool(true));
        map.put("y", Variant.u8(200));
        map.put("n", new Variant.Number('n', -2));
        map.put("q", new Variant.Number('q', 65_535));
        map.put("i", Variant.i32(-7));
        map.put("u", Variant.u32(-1));
        map.put("x", Variant.i64(Long.MIN_VALUE));
        map.put("t", Variant.u64(-1));
        map.put("d", new Variant.Number('d', Double.doubleToLongBits(1.5)));
        map.put("s", Variant.string("grüße 𝄞"));
        map.put("o", new Variant.Text('o', "/a/b"));
        map.put("ay", Variant.bytes(new byte[] {1, 0, 2}));
        map.put("as", Variant.strings(List.of("a", "", "ccc")));
        map.put("aay", Variant.byteArrays(List.of(new byte[3], new byte[0])));
        map.put("()", Variant.tuple());
        map.put("(ybt)", Variant.tuple(Variant.u8(1), Variant.bool(false), Variant.u64(9)));
        map.put("ms", new Variant.Maybe(VariantType.parse("s"), Optional.of(Variant.string("x"))));
        map.put("mi", new Variant.Maybe(VariantType.parse("i"), Optional.of(Variant.i32(3))));
        map.put("nothing", new Variant.Maybe(VariantType.parse("t"), Optional.empty()));
        map.put(
                "a(sssss)",
                Variant.array(
                        "(sss)",
                        List.of(Variant.tuple(Variant.string("bash"), Variant.string("0"), Variant.string("5.2")))));
        map.put("v", Variant.boxed(Variant.boxed(Variant.i64(5))));
        map.put("a{sv}", Variant.dict(new LinkedHashMap<>(java.util.Map.of("k", Variant.string("v")))));
        return map;
    }

    @Test
    void writes_the_examples_of_the_specification() {
        assertThat(hex(Variant.tuple(Variant.string("foo"), Variant.i32(-1)))).isEqualTo("666f6f00ffffffff04");
        assertThat(hex(Variant.strings(List.of("i", "can", "has", "strings?"))))
                .isEqualTo("690063616e0068617300737472696e67733f0002060a13");
        assertThat(hex(Variant.tuple(
                        Variant.tuple(Variant.u8('i'), Variant.string("can")),
                        Variant.strings(List.of("has", "strings?")))))
                .isEqualTo("6963616e0068617300737472696e67733f00040d05");
        assertThat(hex(new Variant.Entry(Variant.string("a key"), Variant.i32(514))))
                .isEqualTo("61206b65790000000202000006");
        assertThat(hex(Variant.tuple(Variant.u8(0x70), Variant.u32(0x60)))).isEqualTo("7000000060000000");
        assertThat(hex(Variant.array(
                        "(iy)",
                        List.of(
                                Variant.tuple(Variant.i32(96), Variant.u8(0x70)),
                                Variant.tuple(Variant.i32(648), Variant.u8(0xf7))))))
                .isEqualTo("600000007000000088020000f7000000");
        assertThat(hex(new Variant.Maybe(VariantType.parse("s"), Optional.of(Variant.string("hello world")))))
                .isEqualTo("68656c6c6f20776f726c640000");
    }

    @Test
    void reads_back_every_type_that_it_writes() {
        Variant value = Variant.dict(EVERY_TYPE);

        Variant read = Variant.parse(Variant.DICT, value.toBytes());

        assertThat(read).isEqualTo(value);
        assertThat(read.asDict()).isEqualTo(EVERY_TYPE);
        assertThat(read.toBytes()).isEqualTo(value.toBytes());
    }

    @Test
    void refuses_or_reads_exactly_every_mutation() throws Exception {
        Mutations.check(
                Variant.dict(EVERY_TYPE).toBytes(),
                bytes -> Variant.parse(Variant.DICT, bytes).toBytes(),
                VariantException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 126, 127, 128, 253, 254, 255, 256, 300, 32_766, 65_530, 65_535, 65_536, 70_000})
    void widens_offsets_exactly_where_they_no_longer_fit(int size) {
        Variant value = Variant.tuple(Variant.bytes(new byte[size]), Variant.string("x"));
        byte[] bytes = value.toBytes();

        assertThat(Variant.parse(value.type(), bytes)).isEqualTo(value);
        int offsets = bytes.length - size - 2;
        assertThat(offsets).isEqualTo(size + 3 <= 0xff ? 1 : size + 4 <= 0xffff ? 2 : 4);
    }

    @ParameterizedTest
    @CsvSource({
        "as, 61006200, 'no table of offsets'",
        "as, 6100620001, 'items out of place'",
        "(ys), 0161, 'a string without NUL'",
        "b, 02, 'neither true nor false'",
        "s, 61006200, 'NUL inside'",
        "s, ff00, 'not UTF-8'",
        "u, 010203, 'three bytes'",
        "(yu), 0101000060000000, 'alignment that is not zero'",
        "v, 0100, 'no type after the separator'",
        "(), 01, 'a unit that is not zero'",
    })
    void refuses_what_is_not_normal_form(String type, String hex, String what) {
        assertThatThrownBy(() ->
                        Variant.parse(VariantType.parse(type), HexFormat.of().parseHex(hex)))
                .as(what)
                .isInstanceOf(VariantException.class);
    }

    @Test
    void refuses_types_and_values_that_nest_too_deep() {
        assertThatThrownBy(() -> VariantType.parse("a".repeat(200) + "y")).isInstanceOf(VariantException.class);
        Variant value = Variant.u8(1);
        for (int i = 0; i < 200; i++) {
            value = Variant.boxed(value);
        }
        byte[] bytes = value.toBytes();
        assertThatThrownBy(() -> Variant.parse(VariantType.parse("v"), bytes))
                .isInstanceOf(VariantException.class)
                .hasMessageContaining("deeper");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "(", "(s", "z", "ss", "{sv", "{vs}", "a", "{(s)v}", "a{s}"})
    void refuses_what_is_no_type(String text) {
        assertThatThrownBy(() -> VariantType.parse(text)).isInstanceOf(VariantException.class);
    }

    @Test
    void refuses_a_dictionary_with_the_same_key_twice() {
        List<Variant> entries = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            entries.add(new Variant.Entry(Variant.string("k"), Variant.boxed(Variant.bool(true))));
        }
        Variant value = Variant.array("{sv}", entries);
        assertThatThrownBy(value::asDict).isInstanceOf(VariantException.class).hasMessageContaining("twice");
    }

    @Test
    void says_what_it_is_when_it_is_used_as_something_else() {
        assertThatThrownBy(() -> Variant.u32(1).asString())
                .isInstanceOf(VariantException.class)
                .hasMessage("expected a string, found a value of type 'u'");
    }

    private static String hex(Variant value) {
        assertThat(Variant.parse(value.type(), value.toBytes())).isEqualTo(value);
        return HexFormat.of().formatHex(value.toBytes());
    }
}
