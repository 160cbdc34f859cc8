package org.atomsmith.qa.check;

import java.io.IOException;
import java.util.Locale;
import org.atomsmith.linux.CommandResult;

/** The root file system has grown to the disk that the machine has. */
final class RootGrown implements Check {
    /** What the other partitions and the file system's own structures may take. */
    private static final double MINIMUM = 0.85;

    private static final double GIB = 1L << 30;

    @Override
    public String name() {
        return "root-grown";
    }

    @Override
    public CheckResult run(Subject subject) throws IOException {
        CommandResult result = subject.guest().run("df --block-size=1 --output=size /sysroot | tail -n 1");
        String size = result.output().strip();
        if (!size.matches("\\d{1,18}")) {
            return CheckResult.fail("`df /sysroot` said: " + size);
        }
        double disk = subject.guest().diskBytes();
        return CheckResult.of(
                Long.parseLong(size) >= MINIMUM * disk,
                String.format(
                        Locale.ROOT,
                        "a file system of %.2f GiB on a disk of %.2f GiB",
                        Long.parseLong(size) / GIB,
                        disk / GIB));
    }
}
