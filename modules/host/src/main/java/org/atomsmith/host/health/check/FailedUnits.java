package org.atomsmith.host.health.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.atomsmith.linux.CommandResult;

/** No unit of systemd failed. Wanted only: many a system has one that always fails, and works. */
final class FailedUnits implements HealthCheck {
    /** The unit that runs the checks says with its own failure what they found. */
    private static final String OWN = "atomic-health";

    @Override
    public String name() {
        return "failed-units";
    }

    @Override
    public boolean required() {
        return false;
    }

    @Override
    public Finding run(CheckedSystem system) throws IOException {
        if (!system.has("systemctl")) {
            return Finding.skipped("no systemd here");
        }
        CommandResult result = system.run("systemctl", "list-units", "--state=failed", "--plain", "--no-legend")
                .orThrow();
        List<String> failed = new ArrayList<>();
        for (String line : result.output().split("\n", -1)) {
            String unit = line.strip().split("\\s", 2)[0];
            if (!unit.isEmpty() && !unit.startsWith(OWN)) {
                failed.add(unit);
            }
        }
        return failed.isEmpty()
                ? Finding.passed("no unit failed")
                : Finding.failed("failed: " + String.join(", ", failed) + "; 'systemctl status UNIT' says why");
    }
}
