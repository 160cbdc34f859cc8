package org.atomsmith.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.atomsmith.event.Event.Unit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.00 kB",
        "1500, 1.50 kB",
        "9994, 9.99 kB",
        "9995, 10.0 kB",
        "99949, 99.9 kB",
        "99951, 100 kB",
        "999499, 999 kB",
        "999500, 1.00 MB",
        "145000000, 145 MB",
        "9223372036854775807, 9.22 EB"
    })
    void bytes_have_three_digits_that_matter(long count, String text) {
        assertThat(Figures.bytes(count)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0 s",
        "6.14, 6.1 s",
        "59.94, 59.9 s",
        "59.96, 1 min 00 s",
        "65.2, 1 min 05 s",
        "3599.9, 1 h 00 min",
        "7380, 2 h 03 min"
    })
    void durations_are_as_fine_as_they_matter(double seconds, String text) {
        assertThat(Figures.duration(seconds)).isEqualTo(text);
    }

    @Test
    void an_unknown_total_is_not_made_up() {
        assertThat(Figures.done(0, OptionalLong.empty(), Unit.ITEMS)).isEmpty();
        assertThat(Figures.done(7, OptionalLong.empty(), Unit.ITEMS)).isEqualTo("7");
        assertThat(Figures.done(0, OptionalLong.of(255), Unit.ITEMS)).isEqualTo("0/255");
        assertThat(Figures.done(1500, OptionalLong.of(145_000_000), Unit.BYTES)).isEqualTo("1.50 kB/145 MB");
    }
}
