package org.atomsmith.qa.check;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atomsmith.linux.CommandResult;

/** {@code ostree admin status} says that the expected commit is booted. */
final class BootedCommit implements Check {
    /** The booted deployment is the one with the star: {@code * default 2f7c....0}. */
    private static final Pattern BOOTED = Pattern.compile("(?m)^\\* \\S+ ([0-9a-f]{64})\\.\\d+");

    @Override
    public String name() {
        return "booted-commit";
    }

    @Override
    public CheckResult run(Subject subject) throws IOException {
        CommandResult status = subject.guest().runAsRoot("ostree admin status");
        Matcher booted = BOOTED.matcher(status.output());
        if (!booted.find()) {
            return CheckResult.fail("no booted deployment in `ostree admin status`: " + status.lastLines(5));
        }
        String found = booted.group(1);
        subject.remember("commit", found);
        Optional<String> expected = subject.commit();
        return CheckResult.of(
                expected.isEmpty() || expected.get().equals(found),
                found
                        + expected.filter(commit -> !commit.equals(found))
                                .map(commit -> ", and the image was made from " + commit)
                                .orElse(""));
    }
}
