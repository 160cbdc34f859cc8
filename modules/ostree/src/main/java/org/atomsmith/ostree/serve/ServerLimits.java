package org.atomsmith.ostree.serve;

import java.time.Duration;

/**
 * How much others may have of a server.
 *
 * @param connections at once; who comes then is told to ask somebody else
 * @param perAddress at once from one address
 * @param perSecond connections that are taken in each second; others wait
 * @param patience how long a connection may do nothing: neither ask, nor take what it asked for
 */
public record ServerLimits(int connections, int perAddress, int perSecond, Duration patience) {
    /** What a host can do beside its work. */
    public static final ServerLimits DEFAULT = new ServerLimits(32, 16, 50, Duration.ofSeconds(20));

    /** Refuses limits that let nobody in. */
    public ServerLimits {
        if (connections < 1 || perAddress < 1 || perSecond < 1 || patience.isNegative() || patience.isZero()) {
            throw new IllegalArgumentException("limits of a server are numbers from 1 on");
        }
    }
}
