package org.atomsmith.qa.check;

import java.io.IOException;

/** The host has the name that the seed gave it. */
final class HostName implements Check {

    @Override
    public String name() {
        return "host-name";
    }

    @Override
    public CheckResult run(Subject subject) throws IOException {
        String expected = subject.guest().request().hostName();
        String found =
                subject.guest().run("cat /proc/sys/kernel/hostname").output().strip();
        return CheckResult.of(found.equals(expected), "'" + found + "', and the seed says '" + expected + "'");
    }
}
