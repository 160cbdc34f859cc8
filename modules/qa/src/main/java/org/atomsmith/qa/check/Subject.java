package org.atomsmith.qa.check;

import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.qa.machine.Guest;

/** What the checks look at: the guest, what is expected of it, and what earlier checks saw. */
public final class Subject {
    private final Guest guest;
    private final Optional<String> commit;
    private final Duration bootLimit;
    private final SortedMap<String, String> seen = new TreeMap<>();

    /**
     * A guest under judgement.
     *
     * @param commit the checksum of the commit that it should run, where that is known
     * @param bootLimit how long a boot may take
     */
    public Subject(Guest guest, Optional<String> commit, Duration bootLimit) {
        this.guest = guest;
        this.commit = commit;
        this.bootLimit = bootLimit;
    }

    /** The guest. */
    public Guest guest() {
        return guest;
    }

    /** The checksum of the commit that it should run, where that is known. */
    public Optional<String> commit() {
        return commit;
    }

    /** How long a boot may take. */
    public Duration bootLimit() {
        return bootLimit;
    }

    /** Keeps what a check saw, for one that compares it after the reboot. */
    void remember(String what, String value) {
        seen.put(what, value);
    }

    /** What an earlier check saw; empty if it did not get that far. */
    public Optional<String> recall(String what) {
        return Optional.ofNullable(seen.get(what));
    }
}
