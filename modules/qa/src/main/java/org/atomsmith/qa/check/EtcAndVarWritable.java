package org.atomsmith.qa.check;

import java.io.IOException;
import org.atomsmith.linux.CommandResult;

/** The host's own configuration and state can be written; what is written here {@link FilesKept} looks for. */
final class EtcAndVarWritable implements Check {
    /** The files that are written. */
    static final String FILES = "/etc/atomsmith-qa /var/lib/atomsmith-qa /var/home/atomsmith-qa /root/atomsmith-qa";

    @Override
    public String name() {
        return "etc-and-var-writable";
    }

    @Override
    public CheckResult run(Subject subject) throws IOException {
        CommandResult result = subject.guest()
                .runAsRoot("for file in " + FILES + "; do echo kept >\"$file\" || exit 1; done; sync; echo written");
        return CheckResult.of(
                result.succeeded(), result.succeeded() ? FILES : result.output().strip());
    }
}
