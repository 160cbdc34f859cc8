package org.atomsmith.qa.check;

import java.io.IOException;

/** The seed's key opens the account, and a key that is not in the seed does not. */
final class SshKeyFromSeed implements Check {

    @Override
    public String name() {
        return "ssh-key";
    }

    @Override
    public CheckResult run(Subject subject) throws IOException {
        if (!subject.guest().run("true").succeeded()) {
            return CheckResult.fail("the seed's key was refused");
        }
        if (!subject.guest().runAsRoot("true").succeeded()) {
            return CheckResult.fail("the seed's user may not run a command as root");
        }
        return subject.guest().admitsStrangers()
                ? CheckResult.fail("a key that is not in the seed was let in")
                : CheckResult.pass("the seed's key was let in and may become root; another key was refused");
    }
}
