package org.atomsmith.host.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.atomsmith.host.policy.UpdateSettings.Policy;
import org.atomsmith.ostree.repo.KeyFile;
import org.junit.jupiter.api.Test;

/** What {@code updates.conf} means. */
final class UpdateSettingsTest {
    private static final MachineIdentity MACHINE = MachineIdentity.of("0123456789abcdef0123456789abcdef");

    @Test
    void a_window_opens_by_the_clock_on_the_wall_in_summer_and_winter() {
        MaintenanceWindow window = window("days=sat,sun\nstart=02:30\nlength=3h\nzone=Europe/Berlin");
        // A Saturday in winter, UTC+1, and one in summer, UTC+2.
        assertThat(isOpen(window, "2026-01-10T01:29:59Z")).isFalse();
        assertThat(isOpen(window, "2026-01-10T01:30:00Z")).isTrue();
        assertThat(isOpen(window, "2026-01-10T04:30:00Z")).isFalse();
        assertThat(isOpen(window, "2026-07-11T00:30:00Z")).isTrue();
        assertThat(isOpen(window, "2026-07-10T00:30:00Z")).isFalse();
        // On 29 March 2026 there is no 02:30 in Berlin: it opens when the clocks have jumped over it, for three hours.
        assertThat(isOpen(window, "2026-03-29T01:29:00Z")).isFalse();
        assertThat(isOpen(window, "2026-03-29T01:30:00Z")).isTrue();
        assertThat(isOpen(window, "2026-03-29T04:29:00Z")).isTrue();
        assertThat(window.next(Instant.parse("2026-01-11T12:00:00Z"))).isEqualTo("2026-01-17T01:30:00Z");
    }

    @Test
    void a_window_may_go_on_after_midnight_and_for_days() {
        MaintenanceWindow night = window("days=fri\nstart=22:00\nlength=6h");
        assertThat(isOpen(night, "2026-01-10T03:59:00Z")).isTrue();
        assertThat(isOpen(night, "2026-01-11T03:59:00Z")).isFalse();
        MaintenanceWindow weekend = window("days=fri\nstart=18:00\nlength=60h");
        assertThat(isOpen(weekend, "2026-01-12T05:59:00Z")).isTrue();
        assertThat(isOpen(weekend, "2026-01-12T06:00:00Z")).isFalse();
        assertThat(window("days=fri-mon").days()).hasSize(4);
    }

    @Test
    void a_machine_comes_a_little_later_always_by_the_same_and_never_too_late() {
        UpdateSettings settings = settings("[updates]\njitter=600\n[window x]\nstart=02:00\nlength=60\n");
        Instant opening = settings.nextOpening(Instant.parse("2026-01-10T00:00:00Z"), MACHINE)
                .orElseThrow();
        assertThat(opening).isBetween(Instant.parse("2026-01-10T02:00:00Z"), Instant.parse("2026-01-10T02:30:00Z"));
        assertThat(settings.isOpen(opening, MACHINE)).isTrue();
        assertThat(settings.isOpen(opening.minusSeconds(1), MACHINE)).isFalse();
        assertThat(MACHINE.place("x"))
                .isEqualTo(
                        MachineIdentity.of("0123456789abcdef0123456789abcdef").place("x"));
        double sum = 0;
        for (int i = 0; i < 1000; i++) {
            double place = MachineIdentity.of("machine " + i).place("wariness");
            assertThat(place).isBetween(0.0, 1.0);
            sum += place;
        }
        assertThat(sum / 1000).isBetween(0.45, 0.55);
        assertThat(MACHINE.node()).hasSize(32).doesNotContain("0123456789abcdef");
    }

    @Test
    void the_policy_of_rpm_ostreed_counts_where_there_is_no_other() {
        KeyFile daemon = KeyFile.parse("[Daemon]\nAutomaticUpdatePolicy=stage\n", "d");
        assertThat(UpdateSettings.of(KeyFile.EMPTY, KeyFile.EMPTY).policy()).isEqualTo(Policy.CHECK);
        assertThat(UpdateSettings.of(KeyFile.EMPTY, daemon).policy()).isEqualTo(Policy.STAGE);
        assertThat(UpdateSettings.of(KeyFile.parse("[updates]\npolicy=apply\n", "u"), daemon)
                        .policy())
                .isEqualTo(Policy.APPLY);
    }

    @Test
    void what_does_not_fit_is_said_with_what_was_expected() {
        assertThatThrownBy(() -> settings("[updates]\npolicy=aply\n"))
                .hasMessage("[updates] policy: expected none, check, stage or apply, found 'aply'");
        assertThatThrownBy(() -> settings("[window a]\ndays=someday\n"))
                .hasMessageContaining("[window a]")
                .hasMessageContaining("found 'someday'");
        assertThatThrownBy(() -> settings("[window a]\nzone=Mars/North\n")).hasMessageContaining("Mars/North");
        assertThatThrownBy(() -> settings("[window a]\nlength=0\n")).hasMessageContaining("length");
        assertThatThrownBy(() -> settings("[updates]\nwariness=2\n")).hasMessageContaining("from 0 to 1");
        assertThatThrownBy(() -> settings("[updates]\nusers=maybe\n"))
                .hasMessage("[updates] users: expected wait or ignore, found 'maybe'");
        assertThatThrownBy(() -> settings("[updates]\nmetered=maybe\n"))
                .hasMessage("[updates] metered: expected pause or ignore, found 'maybe'");
    }

    private static boolean isOpen(MaintenanceWindow window, String instant) {
        return window.contains(Instant.parse(instant), Duration.ZERO);
    }

    private static MaintenanceWindow window(String keys) {
        return MaintenanceWindow.parse(KeyFile.parse("[w]\n" + keys + "\n", "test"), "w");
    }

    private static UpdateSettings settings(String text) {
        return UpdateSettings.of(KeyFile.parse(text, "test"), KeyFile.EMPTY);
    }
}
