package org.atomsmith.qa.check;

import java.io.IOException;
import java.time.Duration;
import org.atomsmith.linux.CommandResult;

/** systemd has started everything and nothing failed. */
final class NoFailedUnit implements Check {
    private static final Duration LIMIT = Duration.ofSeconds(240);

    private static final String SCRIPT = """
            state=$(timeout 200 systemctl is-system-running --wait)
            failed=$(systemctl list-units --failed --plain --no-legend --full | cut -d' ' -f1)
            echo "state: ${state:-still starting after 200 s}"
            for unit in $failed; do
                echo "failed: $unit"
                journalctl --boot --unit "$unit" --lines 8 --no-pager --output cat
            done
            [ "$state" = running ] && [ -z "$failed" ] && exit 0
            systemctl list-jobs --no-pager --no-legend
            exit 1
            """;

    private final String name;

    NoFailedUnit(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CheckResult run(Subject subject) throws IOException {
        CommandResult result = subject.guest().runAsRoot(SCRIPT, LIMIT);
        return CheckResult.of(result.succeeded(), result.output().strip());
    }
}
