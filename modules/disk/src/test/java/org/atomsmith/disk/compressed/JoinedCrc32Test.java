package org.atomsmith.disk.compressed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class JoinedCrc32Test {

    private static int crc(byte[] bytes, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    @Test
    void the_sum_of_the_pieces_is_that_of_the_whole() {
        Random random = new Random(1);
        byte[] bytes = new byte[100_000];
        random.nextBytes(bytes);
        JoinedCrc32 joined = new JoinedCrc32();
        int at = 0;
        while (at < bytes.length) {
            int n = Math.min(bytes.length - at, random.nextInt(9_999));
            joined.add(crc(bytes, at, n), n);
            at += n;
        }
        assertThat(joined.value()).isEqualTo(crc(bytes, 0, bytes.length));
    }
}
