package org.atomsmith.qa.check;

import java.io.IOException;
import org.atomsmith.linux.CommandResult;

/** Not even root can write to {@code /usr}. */
final class UsrReadOnly implements Check {

    @Override
    public String name() {
        return "usr-read-only";
    }

    @Override
    public CheckResult run(Subject subject) throws IOException {
        CommandResult result = subject.guest().runAsRoot("""
                        export LC_ALL=C
                        touch /usr/bin/atomsmith-qa && rm /usr/bin/atomsmith-qa && exit 0
                        touch /usr/atomsmith-qa && rm /usr/atomsmith-qa && exit 0
                        exit 1
                        """);
        return result.succeeded()
                ? CheckResult.fail("root could make a file in /usr")
                : CheckResult.of(
                        result.output().contains("Read-only file system"),
                        result.output().strip());
    }
}
