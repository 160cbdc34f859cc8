package org.atomsmith.host.bus.sd;

import java.util.List;
import java.util.Optional;
import org.atomsmith.ostree.gvariant.Variant;

/** What came over a connection. */
public sealed interface Incoming permits MethodCall, Incoming.Reply, Incoming.Signal {

    /**
     * The answer to a call that was sent with {@link BusConnection#send}.
     *
     * @param serial of that call
     * @param error the name and text of an error, when it is one
     */
    record Reply(long serial, List<Variant> arguments, Optional<String> error) implements Incoming {}

    /**
     * A signal.
     *
     * @param sender the unique name of who sent it; empty on a private connection
     */
    record Signal(String sender, String path, String interfaceName, String member, List<Variant> arguments)
            implements Incoming {}
}
