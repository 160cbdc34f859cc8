package org.atomsmith.image.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.atomsmith.image.customization.Customization;
import org.junit.jupiter.api.Test;

/** The descriptions that the program comes with. */
final class PlatformsTest {
    private final Platforms platforms = Platforms.load();

    @Test
    void every_name_and_alias_means_one_platform() {
        List<String> words = new ArrayList<>();
        for (Platform platform : platforms.all()) {
            words.add(platform.name());
            words.addAll(platform.aliases());
        }
        assertThat(words).doesNotHaveDuplicates().contains("aws", "eucalyptus", "rackspace", "rhev", "linode");
        for (String word : words) {
            assertThat(platforms.named(word))
                    .get()
                    .satisfies(platform -> assertThat(platform.isCalled(word)).isTrue());
        }
    }

    @Test
    void a_platform_refuses_only_customizations_that_there_are() {
        assertThat(Platforms.load().all())
                .allSatisfy(platform -> assertThat(Customization.names()).containsAll(platform.refuses()));
    }

    @Test
    void every_platform_can_be_reached_and_has_a_console() {
        for (Platform platform : platforms.all()) {
            assertThat(platform.formats()).as(platform.name()).isNotEmpty().doesNotHaveDuplicates();
            assertThat(platform.firmware()).as(platform.name()).isNotEmpty();
            assertThat(platform.upload()).as(platform.name()).isNotBlank();
            assertThat(platform.kernelArguments()).as(platform.name()).anyMatch(a -> a.startsWith("console="));
            assertThat(platform.alignment() % (1L << 20)).as(platform.name()).isZero();
        }
    }

    @Test
    void a_mistake_in_a_description_is_told() {
        String good = """
                name: somewhere
                title: Somewhere
                formats: [raw]
                align: 1 MiB
                free: 64 MiB
                firmware: [uefi]
                datasource: None
                upload: by hand
                """;
        assertThat(PlatformReader.read("x.yaml", good).free()).isEqualTo(64L << 20);
        assertThatThrownBy(() -> PlatformReader.read("x.yaml", good + "colour: red\n"))
                .hasMessage("x.yaml has keys that nothing reads: [colour]");
        assertThatThrownBy(() -> PlatformReader.read("x.yaml", good.replace("1 MiB", "1 MB")))
                .hasMessage("x.yaml: 'align' must be a size such as 1 MiB or 2 GiB, found 1 MB");
    }
}
