package org.atomsmith.qa;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import org.atomsmith.qa.machine.BootRequest;
import org.atomsmith.qa.machine.Guest;

/**
 * Boots an image for a person: on a disk that is thrown away, with the ssh command printed when it works. It lasts until
 * the guest powers off or this process is ended (ctrl-c).
 */
public final class InteractiveBoot {
    private static final Duration POLL = Duration.ofSeconds(1);

    private final PrintWriter out;
    private final Duration bootLimit;

    /** Prints to {@code out}; gives the boot this long before it says that something is wrong. */
    public InteractiveBoot(PrintWriter out, Duration bootLimit) {
        this.out = out;
        this.bootLimit = bootLimit;
    }

    /**
     * Boots and waits for the end of the guest.
     *
     * @throws org.atomsmith.qa.machine.GuestException if nobody can log in within the limit
     */
    public void run(BootRequest request) throws IOException {
        try (Guest guest = Guest.boot(request)) {
            say("booting " + request.image() + " (ctrl-c ends it; its disk is thrown away)");
            say("serial log: " + guest.serialLog());
            double seconds = guest.awaitSsh(bootLimit);
            say(String.format(Locale.ROOT, "up after %.0f s. Log in from another terminal with:", seconds));
            say("");
            say("    " + guest.loginCommand());
            say("");
            while (!guest.awaitEnd(POLL)) {
                // The person is at work.
            }
            if (!guest.isClosed()) {
                say("the guest has powered off");
            }
        }
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
