package org.atomsmith.qa.check;

import java.io.IOException;
import org.atomsmith.linux.CommandResult;

/**
 * What makes a host this host, its machine-id and its ssh host keys, was made on its first boot and is not in the image,
 * where every host would share it.
 */
final class Identity implements Check {
    /** Prints the identity: the machine-id and the fingerprints of the host keys. */
    static final String PRINT = "cat /etc/machine-id && cat /etc/ssh/ssh_host_*_key.pub | ssh-keygen -lf -\n";

    /** The image's files are older than the boot; a minute allows for a clock that was set meanwhile. */
    private static final String MADE_NOW = """
            boot=$(sed -n 's/^btime //p' /proc/stat)
            bad=0
            for file in /etc/machine-id /etc/ssh/ssh_host_*_key; do
                if ! [ -s "$file" ]; then echo "$file is missing or empty"; bad=1; continue; fi
                made=$(stat -c %Y "$file")
                if [ "$made" -lt $((boot - 60)) ]; then echo "$file is older than this boot"; bad=1; fi
            done
            for file in /usr/etc/machine-id /usr/etc/ssh/ssh_host_*_key; do
                [ -e "$file" ] || continue
                case $(cat "$file") in ''|uninitialized) ;; *) echo "$file is in the image"; bad=1;; esac
            done
            exit $bad
            """;

    @Override
    public String name() {
        return "identity";
    }

    @Override
    public CheckResult run(Subject subject) throws IOException {
        CommandResult identity = subject.guest().runAsRoot(PRINT);
        if (!identity.succeeded() || !identity.output().matches("(?s)[0-9a-f]{32}\n.+")) {
            return CheckResult.fail("no machine-id or no ssh host key: " + identity.lastLines(3));
        }
        subject.remember("identity", identity.output());
        CommandResult made = subject.guest().runAsRoot(MADE_NOW);
        return CheckResult.of(
                made.succeeded(),
                made.succeeded() ? "made on the first boot" : made.output().strip());
    }
}
