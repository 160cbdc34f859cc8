package org.atomsmith.host.policy;

import java.io.IOException;
import java.util.Optional;

/** What updates by policy need of a host: it knows when and whether, the host knows how. */
public interface Updates {

    /**
     * A version.
     *
     * @param version its name; may be empty
     * @param checksum of the commit, in hexadecimal
     */
    record Version(String version, String checksum) {
        /** The version or, where there is none, the beginning of the commit. */
        public String name() {
            return version.isEmpty() ? checksum.substring(0, Math.min(12, checksum.length())) : version;
        }
    }

    /** What runs, without what the host adds to it. */
    Version current() throws IOException;

    /** What is staged already. */
    Optional<Version> staged() throws IOException;

    /** Looks for the newest version where the host comes from; what was bad here is not offered. */
    Optional<Version> newest() throws IOException;

    /** Whether a commit did not work here. */
    boolean isBad(String checksum) throws IOException;

    /** Downloads and stages a version. */
    void stage(Version version) throws IOException;

    /** Restarts the machine after a warning to its users. */
    void restart(long minutes, String warning) throws IOException;
}
