package org.atomsmith.host.peer.dns;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A resource record of the kinds that DNS-SD is made of. */
public sealed interface DnsRecord {
    /** What it is about. */
    DnsName name();

    /**
     * {@code PTR}: from a type of service to one that there is.
     *
     * @param target the service's name
     */
    record Pointer(DnsName name, DnsName target) implements DnsRecord {}

    /**
     * {@code SRV}: where a service is.
     *
     * @param host the name of its host
     */
    record Service(DnsName name, int port, DnsName host) implements DnsRecord {}

    /**
     * {@code TXT}: what a service says of itself.
     *
     * @param entries by their keys in lower case; of those that come twice, the first
     */
    record Text(DnsName name, Map<String, String> entries) implements DnsRecord {
        /** Copies the entries. */
        public Text {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }
    }
}
