package org.atomsmith.qa.check;

import java.io.IOException;
import org.atomsmith.linux.CommandResult;

/** Files in {@code /etc} and {@code /var} survive a reboot. */
final class FilesKept implements Check {

    @Override
    public String name() {
        return "files-kept";
    }

    @Override
    public CheckResult run(Subject subject) throws IOException {
        CommandResult result = subject.guest()
                .runAsRoot("for file in " + EtcAndVarWritable.FILES
                        + "; do [ \"$(cat \"$file\")\" = kept ] || exit 1; done");
        return CheckResult.of(
                result.succeeded(),
                result.succeeded() ? EtcAndVarWritable.FILES : result.output().strip());
    }
}
