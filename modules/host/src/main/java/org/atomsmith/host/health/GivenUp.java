package org.atomsmith.host.health;

import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.atomsmith.host.status.BadDeployments;
import org.atomsmith.host.system.HostDirectories;
import org.atomsmith.ostree.object.Checksum;

/**
 * A commit that did not work here.
 *
 * @param version of the commit; empty when it has none
 * @param reason what did not work
 */
record GivenUp(Checksum commit, String version, String reason, Instant time) {

    /** All that a host remembers, the oldest first. */
    static List<GivenUp> of(HostDirectories directories) throws IOException {
        List<GivenUp> all = new ArrayList<>();
        new BadDeployments(directories)
                .all()
                .forEach((commit, mark) ->
                        all.add(new GivenUp(commit, mark.version(), mark.reason(), instant(mark.time()))));
        return all;
    }

    /** Remembers it. */
    void mark(HostDirectories directories) throws IOException {
        new BadDeployments(directories).mark(commit, new BadDeployments.Mark(reason, time.toString(), version));
    }

    /** The version or, where there is none, the beginning of the commit. */
    String name() {
        return version.isEmpty() ? commit.hex().substring(0, 12) : version;
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }
}
