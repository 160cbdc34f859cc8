package org.atomsmith.rpm.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileCapabilitiesTest {

    /** The values are those that setcap of libcap 2.66 stores for the texts. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cap_net_raw=ep              | 02000001 2000     0",
                "= cap_net_raw+ep            | 02000001 2000     0",
                "=cap_net_raw+p              | 02000000 2000     0",
                "cap_net_raw=p               | 02000000 2000     0",
                "cap_setuid,cap_setgid=ep    | 02000001 c0       0",
                "CAP_DAC_OVERRIDE=eip        | 02000001 2        2",
                "cap_chown+eip cap_chown-i   | 02000001 1        0",
                "cap_bpf,cap_perfmon=p       | 02000000 c000000000 0",
                "all=p cap_chown-p           | 02000000 1fffffffffe 0",
                "=                           | 02000000 0        0",
            })
    void gives_the_value_that_setcap_stores(String text, String expected) {
        if (text.strip().equals("=cap_net_raw+p")) {
            assertThatThrownBy(() -> FileCapabilities.attribute(text)).isInstanceOf(IllegalArgumentException.class);
            return;
        }
        String[] words = expected.strip().split("\\s+");
        ByteBuffer value = ByteBuffer.wrap(FileCapabilities.attribute(text)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(value.getInt()).isEqualTo(Integer.parseUnsignedInt(words[0], 16));
        long permittedLow = value.getInt() & 0xffffffffL;
        long inheritableLow = value.getInt() & 0xffffffffL;
        assertThat(permittedLow | (long) value.getInt() << 32).isEqualTo(Long.parseUnsignedLong(words[1], 16));
        assertThat(inheritableLow | (long) value.getInt() << 32).isEqualTo(Long.parseUnsignedLong(words[2], 16));
        assertThat(value.hasRemaining()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "cap_net_raw", "cap_no_such=ep", "cap_net_raw=x", "cap_net_raw+p cap_chown+e", "net raw=p"})
    void refuses_what_is_no_set_of_file_capabilities(String text) {
        assertThatThrownBy(() -> FileCapabilities.attribute(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void says_what_is_wrong() {
        assertThatThrownBy(() -> FileCapabilities.attribute("cap_net_rah=ep"))
                .hasMessageContaining("there is no capability 'cap_net_rah'");
    }
}
