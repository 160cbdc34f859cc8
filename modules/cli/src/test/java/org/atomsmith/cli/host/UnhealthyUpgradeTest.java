package org.atomsmith.cli.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** New versions that do not work: the host tries each three times, goes back by itself, and says why. */
@Tag("slow")
final class UnhealthyUpgradeTest {
    private static final String UNITS = "/usr/lib/systemd/system/";
    private static final Duration PATIENCE = Duration.ofMinutes(25);

    @TempDir
    private Path tmp;

    /** What is wrong with a version. */
    enum Defect {
        REQUIRED_CHECK_FAILS("web"),
        PANICS("did not reach healthy in 3 boots"),
        INIT_HANGS("was not up"),
        NETWORK_IS_DEAD("network");

        private static final String BEFORE_ALL = "[Unit]\nRequires=defect.service\nAfter=defect.service\n";

        private final String reason;

        Defect(String reason) {
            this.reason = reason;
        }

        /** A service that runs before the system is up, however long it takes. */
        private static String early(String command) {
            return "[Unit]\nDefaultDependencies=no\n[Service]\nType=oneshot\nTimeoutStartSec=infinity\nExecStart="
                    + command + "\n";
        }

        /** The files that make it so. */
        Map<String, String> files() {
            return switch (this) {
                case REQUIRED_CHECK_FAILS ->
                    Map.of("/usr/lib/atomsmith/health.d/required.d/web", "#!/bin/sh\necho no answer\nexit 1\n");
                case PANICS ->
                    Map.of(
                            UNITS + "sysinit.target.d/defect.conf",
                            BEFORE_ALL,
                            UNITS + "defect.service",
                            early("/bin/sh -c \"echo c > /proc/sysrq-trigger\""));
                case INIT_HANGS ->
                    Map.of(
                            UNITS + "sysinit.target.d/defect.conf",
                            BEFORE_ALL,
                            UNITS + "defect.service",
                            early("/bin/sleep infinity"),
                            UNITS + "atomic-health-timeout.timer.d/soon.conf",
                            "[Timer]\nOnBootSec=\nOnBootSec=150s\n");
                case NETWORK_IS_DEAD ->
                    Map.of(
                            UNITS + "systemd-networkd.service.d/defect.conf",
                            "[Unit]\nConditionPathExists=/nonexistent\n");
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void goes_back_by_itself(Defect defect) throws IOException {
        Streams streams = new Streams(tmp);
        String good = streams.at(Streams.REF).hex();
        Map<String, String> files = new java.util.TreeMap<>(defect.files());
        files.put("/usr/lib/atomsmith/health.conf.d/soon.conf", "[health]\ngrace=10\n");
        String bad = streams.compose(Streams.REF, List.of(), files).hex();
        try (UpdatedHost host = UpdatedHost.boot(streams)) {
            Operator operator = host.operator();
            operator.does("ostree admin set-origin atomsmith " + host.server().url("repo") + " " + Streams.REF);
            operator.does("atomic host upgrade");
            assertThat(operator.deployment(0, "checksum")).isEqualTo(bad);
            operator.comesBackTo(good, PATIENCE);
            host.saveSerialLog(defect.toString());
            operator.does(
                    "timeout 400 sh -c 'until atomic host status | grep -q \"Health: healthy\"; do sleep 5; done'");
            assertThat(operator.does("atomic host health")).contains("Rolled back");
            assertThat(operator.does("atomic host status")).contains("Bad").contains(defect.reason);
            assertThat(operator.does("cat /run/motd.d/50-atomic")).isNotBlank();
            assertThat(operator.deployment(0, "checksum")).isEqualTo(good);
            operator.libostreeAgrees();
            assertThat(operator.does("atomic host upgrade 2>&1 || true")).contains("not offered again");
        }
    }
}
