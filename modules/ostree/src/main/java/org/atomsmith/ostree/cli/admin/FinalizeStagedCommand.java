package org.atomsmith.ostree.cli.admin;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;

/** {@code ostree admin finalize-staged}: what a service calls at the end of a shutdown. */
final class FinalizeStagedCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onSysroot(
                "",
                "Internal command to run at shutdown time",
                Option.flag("hold", "Hold /boot open during finalization"));
    }

    @Override
    public int run(Call call) throws IOException {
        AdminCall.open(call).state().requireBooted();
        return call.has("hold")
                ? hold(AdminCall.path(call).resolve("boot"))
                : AdminCall.locked(call, sysroot -> {
                    if (!sysroot.finalization().finish()) {
                        call.out().println("No deployment staged for finalization");
                    }
                });
    }

    /** An automount of {@code /boot} must not go before the work is done. */
    private static int hold(Path boot) throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(end::countDown));
        try (DirectoryStream<Path> _ = Files.newDirectoryStream(boot)) {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }
}
