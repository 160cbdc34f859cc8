package org.atomsmith.qa.check;

import java.io.IOException;
import java.util.Locale;

/** The image boots, and lets the seed's user in through ssh. */
final class TimeToSsh implements Check {

    @Override
    public String name() {
        return "ssh";
    }

    @Override
    public boolean isEssential() {
        return true;
    }

    @Override
    public CheckResult run(Subject subject) throws IOException {
        double seconds = subject.guest().awaitSsh(subject.bootLimit());
        return CheckResult.pass(String.format(
                Locale.ROOT,
                "logged in %.1f s after power on; kernel %s",
                seconds,
                subject.guest().run("uname -r").output().strip()));
    }
}
