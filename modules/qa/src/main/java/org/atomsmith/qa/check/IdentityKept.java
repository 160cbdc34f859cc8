package org.atomsmith.qa.check;

import java.io.IOException;
import java.util.Optional;

/** The machine-id and the ssh host keys are the same after a reboot. */
final class IdentityKept implements Check {

    @Override
    public String name() {
        return "identity-kept";
    }

    @Override
    public CheckResult run(Subject subject) throws IOException {
        Optional<String> before = subject.recall("identity");
        if (before.isEmpty()) {
            return CheckResult.skip("there was none before the reboot");
        }
        String now = subject.guest().runAsRoot(Identity.PRINT).output();
        return before.get().equals(now)
                ? CheckResult.pass("the same machine-id and ssh host keys")
                : CheckResult.fail("before the reboot:\n" + before.get() + "and now:\n" + now);
    }
}
