package org.atomsmith.compose.treefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The progressions are those of the table in rpm-ostree's treefile reference. */
class AutomaticVersionTest {
    private static final Instant TIME = Instant.parse("2019-03-05T23:07:09Z");

    private static AutomaticVersion version(String prefix, char suffix) {
        return new AutomaticVersion(new Located<>(prefix, TextDocument.whole(Path.of("host.yaml"))), suffix);
    }

    @ParameterizedTest
    @CsvSource({
        "22,                   22,       22.1,       22.2",
        "22.1,                 22.1,     22.1.1,     22.1.2",
        "22.<date:%Y>,         22.2019.0, 22.2019.1, 22.2019.2",
        "22.<date:%Y>.1,       22.2019.1.0, 22.2019.1.1, 22.2019.1.2",
        "40.<date:%Y%m%d>.dev, 40.20190305.dev.0, 40.20190305.dev.1, 40.20190305.dev.2"
    })
    void progresses_like_rpm_ostree(String prefix, String first, String second, String third) {
        AutomaticVersion version = version(prefix, '.');
        assertThat(version.next(TIME, Optional.empty())).isEqualTo(first);
        assertThat(version.next(TIME, Optional.of(first))).isEqualTo(second);
        assertThat(version.next(TIME, Optional.of(second))).isEqualTo(third);
    }

    @Test
    void starts_again_when_the_prefix_or_the_date_changes() {
        assertThat(version("23", '.').next(TIME, Optional.of("22.5"))).isEqualTo("23");
        assertThat(version("2", '.').next(TIME, Optional.of("22.5"))).isEqualTo("2");
        assertThat(version("22.<date:%Y>", '.').next(TIME, Optional.of("22.2018.7")))
                .isEqualTo("22.2019.0");
    }

    @Test
    void counts_from_what_is_no_number() {
        assertThat(version("22", '.').next(TIME, Optional.of("22.x"))).isEqualTo("22.1");
        assertThat(version("22", '.').next(TIME, Optional.of("22.9.8"))).isEqualTo("22.10");
        assertThat(version("22", '-').next(TIME, Optional.of("22-9"))).isEqualTo("22-10");
        assertThat(version("22", '.').next(TIME, Optional.of("22." + "9".repeat(40))))
                .isEqualTo("22.1000000000000000000");
    }

    @Test
    void formats_dates_in_utc() {
        assertThat(version("<date:%Y-%y-%m-%d %e %F %H:%M:%S %j %s %%>", '.').next(TIME, Optional.empty()))
                .isEqualTo("2019-19-03-05 5 2019-03-05 23:07:09 064 " + TIME.getEpochSecond() + " %.0");
        assertThat(version("a<date:>b<date:%d><date:%m>c", '.').next(TIME, Optional.empty()))
                .isEqualTo("ab0503c.0");
    }
}
