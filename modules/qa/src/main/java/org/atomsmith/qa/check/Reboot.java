package org.atomsmith.qa.check;

import java.io.IOException;
import java.util.Locale;

/** The image boots a second time. */
final class Reboot implements Check {

    @Override
    public String name() {
        return "reboot";
    }

    @Override
    public boolean isEssential() {
        return true;
    }

    @Override
    public CheckResult run(Subject subject) throws IOException {
        double seconds = subject.guest().reboot(subject.bootLimit());
        return CheckResult.pass(String.format(Locale.ROOT, "logged in %.1f s after the order to reboot", seconds));
    }
}
