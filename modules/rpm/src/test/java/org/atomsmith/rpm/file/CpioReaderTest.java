package org.atomsmith.rpm.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.atomsmith.rpm.PackageFormatException;
import org.junit.jupiter.api.Test;

class CpioReaderTest {
    private static final String TRAILER = named("TRAILER!!!", "");

    @Test
    void reads_named_and_numbered_entries_with_their_padding() throws IOException {
        CpioReader reader = reader(named("./a", "12345") + numbered(7) + pad("123") + numbered(8) + TRAILER);
        assertThat(reader.next()).contains(new CpioReader.Entry.Named("./a", 5));
        assertThat(reader.content(5).readAllBytes()).asString().isEqualTo("12345");
        assertThat(reader.next()).contains(new CpioReader.Entry.Numbered(7));
        assertThat(reader.content(3).read()).isEqualTo('1');
        assertThat(reader.next()).contains(new CpioReader.Entry.Numbered(8));
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void truncated_at_every_offset_it_is_refused() {
        String archive = named("./a", "12345") + TRAILER;
        for (int length = 0; length < archive.length() - 3; length++) {
            String cut = archive.substring(0, length);
            assertThatThrownBy(() -> {
                        CpioReader reader = reader(cut);
                        while (reader.next().isPresent()) {
                            reader.content(5).readAllBytes();
                        }
                    })
                    .isInstanceOf(PackageFormatException.class)
                    .hasMessageStartingWith("x: payload:");
        }
    }

    @Test
    void refuses_what_no_archive_says() {
        String entry = named("./a", "");
        for (String bad : new String[] {
            "070707" + entry.substring(6),
            entry.substring(0, 94) + "00000000" + entry.substring(102),
            entry.substring(0, 94) + "7fffffff" + entry.substring(102),
            entry.substring(0, 54) + "-0000001" + entry.substring(62),
            entry.replace("./a\0", "./aa"),
        }) {
            assertThatThrownBy(() -> reader(bad).next()).isInstanceOf(PackageFormatException.class);
        }
    }

    private static CpioReader reader(String archive) {
        return new CpioReader(new ByteArrayInputStream(archive.getBytes(StandardCharsets.ISO_8859_1)), "x");
    }

    private static String named(String path, String content) {
        StringBuilder head = new StringBuilder("070701");
        int[] fields = new int[13];
        Arrays.fill(fields, 1);
        fields[6] = content.length();
        fields[11] = path.length() + 1;
        for (int field : fields) {
            head.append(String.format("%08x", field));
        }
        return pad(head + path + "\0") + pad(content);
    }

    private static String numbered(int index) {
        return pad("07070X" + String.format("%08X", index));
    }

    private static String pad(String text) {
        return text + "\0".repeat(-text.length() & 3);
    }
}
