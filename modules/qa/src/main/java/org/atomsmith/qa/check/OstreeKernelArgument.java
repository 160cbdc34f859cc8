package org.atomsmith.qa.check;

import java.io.IOException;
import java.util.regex.Pattern;

/** The kernel was told which deployment to boot. */
final class OstreeKernelArgument implements Check {
    private static final Pattern ARGUMENT = Pattern.compile("(^|\\s)ostree=/ostree/boot\\S+");

    @Override
    public String name() {
        return "kernel-argument";
    }

    @Override
    public CheckResult run(Subject subject) throws IOException {
        String line = subject.guest().run("cat /proc/cmdline").output().strip();
        return CheckResult.of(ARGUMENT.matcher(line).find(), line);
    }
}
