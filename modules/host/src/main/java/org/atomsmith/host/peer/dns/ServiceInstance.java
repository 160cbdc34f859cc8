package org.atomsmith.host.peer.dns;

import java.net.InetSocketAddress;
import java.util.Map;

/**
 * A service that a host in the network says it has.
 *
 * @param name its own name, as people see it
 * @param address where it is: the host that answered, whatever it says of others
 * @param text what it says of itself
 */
public record ServiceInstance(String name, InetSocketAddress address, Map<String, String> text) {
    /** Copies the text. */
    public ServiceInstance {
        text = Map.copyOf(text);
    }
}
