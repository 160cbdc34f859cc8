package org.atomsmith.qa.check;

import java.util.List;

/** Every check, in the order in which they are made. A new one is a class in this package and a line here. */
public final class Checks {

    private Checks() {}

    /** All checks. The first boot's come before {@link Reboot}, the second's after it. */
    public static List<Check> all() {
        return List.of(
                new TimeToSsh(),
                new HostName(),
                new SshKeyFromSeed(),
                new NoFailedUnit("units"),
                new OstreeKernelArgument(),
                new BootedCommit(),
                new UsrReadOnly(),
                new EtcAndVarWritable(),
                new RootGrown(),
                new Identity(),
                new ContainerRuns(),
                new Reboot(),
                new NoFailedUnit("units-after-reboot"),
                new IdentityKept(),
                new FilesKept());
    }
}
