package org.atomsmith.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.atomsmith.image.platform.Platform;
import org.atomsmith.image.platform.Platforms;
import org.junit.jupiter.api.Test;

/** Formats, and what platforms say of them. */
final class ImageFormatTest {

    @Test
    void every_format_of_a_platform_is_there() {
        for (Platform platform : Platforms.load().all()) {
            assertThat(ImageFormat.names()).as(platform.name()).containsAll(platform.formats());
        }
    }

    @Test
    void a_file_name_asks_for_a_format() {
        assertThat(ImageFormat.names()).doesNotHaveDuplicates();
        assertThat(ImageFormat.ALL).extracting(ImageFormat::suffix).doesNotHaveDuplicates();
        for (ImageFormat format : ImageFormat.ALL) {
            assertThat(ImageFormat.ofFile("host-1.0." + format.suffix())).contains(format);
        }
        assertThat(ImageFormat.ofFile("host.img")).isEqualTo(ImageFormat.named("raw"));
        assertThat(ImageFormat.ofFile("host.iso9660")).isEmpty();
    }
}
