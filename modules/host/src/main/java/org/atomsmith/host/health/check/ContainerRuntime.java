package org.atomsmith.host.health.check;

import java.io.IOException;
import java.util.List;
import org.atomsmith.linux.CommandResult;

/** The container runtime works, where one is installed: containers are what these hosts run. */
final class ContainerRuntime implements HealthCheck {

    @Override
    public String name() {
        return "container-runtime";
    }

    @Override
    public boolean required() {
        return true;
    }

    @Override
    public Finding run(CheckedSystem system) throws IOException {
        for (String program : List.of("podman", "docker")) {
            if (system.has(program)) {
                CommandResult result = system.run(program, "info");
                return result.succeeded()
                        ? Finding.passed(program + " works")
                        : Finding.failed("'" + program + " info' failed: "
                                + result.lastLines(2).strip());
            }
        }
        return Finding.skipped("no container runtime is installed");
    }
}
