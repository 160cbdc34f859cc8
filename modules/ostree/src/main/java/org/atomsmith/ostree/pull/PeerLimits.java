package org.atomsmith.ostree.pull;

import java.time.Duration;

/**
 * What is put up with from peers. One that does not keep to it is asked no more.
 *
 * @param connect how long a peer may take to answer a connection
 * @param window the time in which a peer that was asked must have brought something
 * @param bytesPerSecond so much, averaged over the window
 * @param objectsPerSecond or so many objects, where they are small
 * @param requests how many are made of one peer at once
 */
public record PeerLimits(Duration connect, Duration window, long bytesPerSecond, long objectsPerSecond, int requests) {
    /** For a local network, wireless ones included; a peer may have to start its server first. */
    public static final PeerLimits DEFAULT =
            new PeerLimits(Duration.ofSeconds(2), Duration.ofSeconds(4), 1 << 20, 50, 4);

    /** How long all peers together may take for so many bytes, before the rest is left to the remote. */
    Duration patience(long bytes) {
        return window.plus(Duration.ofMillis(bytes * 1000 / bytesPerSecond));
    }
}
