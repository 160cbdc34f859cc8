package org.atomsmith.disk.gpt;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GptTest {
    private static final UUID ID = UUID.fromString("a1b2c3d4-0000-4000-8000-123456789abc");

    private static Partition partition(long first, long sectors) {
        return new Partition(PartitionType.LINUX.guid(), ID, first, sectors, 0, "p" + first);
    }

    @Test
    void refuses_partitions_that_overlap() {
        assertThatThrownBy(() -> new Gpt(ID, 10_000, List.of(partition(2048, 100), partition(2100, 10))))
                .hasMessage("partition 'p2100' begins at sector 2100, inside partition 'p2048' which ends before"
                        + " sector 2148");
    }

    @Test
    void refuses_boot_images_that_cannot_be_grubs() {
        assertThatThrownBy(() -> new BiosBoot(new byte[511], new byte[2000], 2048))
                .hasMessage("boot.img has 511 bytes instead of 512");
        assertThatThrownBy(() -> new BiosBoot(new byte[512], new byte[512], 2048))
                .hasMessageContaining("core.img has 512 bytes");
    }

    @Test
    void refuses_partitions_outside_of_the_usable_sectors() {
        assertThatThrownBy(() -> new Gpt(ID, 10_000, List.of(partition(33, 1))))
                .hasMessageContaining("inside the partition table");
        assertThatThrownBy(() -> new Gpt(ID, 10_000, List.of(partition(9000, 968))))
                .hasMessage(
                        "partition 'p9000' ends at sector 9968, but only 9967 of the disk's 10000 sectors are usable");
        new Gpt(ID, 10_000, List.of(partition(9000, 967)));
    }
}
