package org.atomsmith.host.health.check;

import java.io.IOException;
import java.util.List;

/** The units that the settings name are active: those that the machine is there for. */
final class RequiredUnits implements HealthCheck {
    private final List<String> units;

    RequiredUnits(List<String> units) {
        this.units = List.copyOf(units);
    }

    @Override
    public String name() {
        return "units";
    }

    @Override
    public boolean required() {
        return true;
    }

    @Override
    public Finding run(CheckedSystem system) throws IOException {
        if (units.isEmpty()) {
            return Finding.skipped("no units are named in [checks] units=");
        }
        for (String unit : units) {
            String state = system.run("systemctl", "is-active", unit).output().strip();
            if (!state.equals("active")) {
                return Finding.failed(unit + " is " + (state.isEmpty() ? "unknown" : state));
            }
        }
        return Finding.passed(String.join(", ", units) + " active");
    }
}
