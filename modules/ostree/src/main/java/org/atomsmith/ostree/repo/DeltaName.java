package org.atomsmith.ostree.repo;

import java.util.Base64;
import java.util.Optional;
import org.atomsmith.ostree.object.Checksum;

/**
 * The name of a static delta: the commits that it leads from and to.
 *
 * @param from absent for a delta from nothing
 * @param to the commit that it makes
 */
public record DeltaName(Optional<Checksum> from, Checksum to) {
    /** Characters of a checksum in modified base64. */
    private static final int BASE64_LENGTH = 43;

    /** A name between two commits. */
    public static DeltaName between(Checksum from, Checksum to) {
        return new DeltaName(Optional.of(from), to);
    }

    /** The name of a delta from nothing. */
    public static DeltaName fromEmpty(Checksum to) {
        return new DeltaName(Optional.empty(), to);
    }

    /**
     * Reads {@code <from>-<to>} or {@code <to>}, in hex digits.
     *
     * @throws RepositoryException for anything else
     */
    public static DeltaName parse(String id) throws RepositoryException {
        int dash = id.indexOf('-');
        if (dash < 0) {
            return fromEmpty(checksum(id));
        }
        return between(checksum(id.substring(0, dash)), checksum(id.substring(dash + 1)));
    }

    private static Checksum checksum(String hex) throws RepositoryException {
        return Checksum.tryParse(hex)
                .orElseThrow(() -> new RepositoryException(
                        "Invalid rev " + hex + ": a delta is named by one or two checksums of 64 hex digits"));
    }

    /** The name that two names of directories below {@code deltas/} spell, in modified base64; absent when they spell none. */
    static Optional<DeltaName> ofDirectory(String shard, String rest) {
        String text = shard + rest;
        if (text.length() == BASE64_LENGTH) {
            return decode(text).map(DeltaName::fromEmpty);
        }
        if (text.length() != 2 * BASE64_LENGTH + 1 || text.charAt(BASE64_LENGTH) != '-') {
            return Optional.empty();
        }
        return decode(text.substring(0, BASE64_LENGTH))
                .flatMap(from -> decode(text.substring(BASE64_LENGTH + 1)).map(to -> between(from, to)));
    }

    /** The checksum of 43 characters of modified base64; absent when they are none. */
    static Optional<Checksum> decode(String base64) {
        if (base64.length() != BASE64_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(Checksum.of(Base64.getDecoder().decode(base64.replace('_', '/'))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** {@code <from>-<to>} or {@code <to>}, in hex digits: as commands and summaries name it. */
    public String id() {
        return from.map(checksum -> checksum.hex() + "-").orElse("") + to.hex();
    }

    /** Its directory below the repository, {@code deltas/XX/...}. */
    public String directory() {
        String text = from.map(checksum -> checksum.modifiedBase64() + "-").orElse("") + to.modifiedBase64();
        return "deltas/" + text.substring(0, 2) + "/" + text.substring(2);
    }

    /** The superblock's path below the repository. */
    public String superblock() {
        return directory() + "/superblock";
    }

    /** The path below the repository of the part of an index, counted from 0. */
    public String part(int index) {
        return directory() + "/" + index;
    }

    /** The key under which a superblock keeps the commit's detached metadata. */
    public String commitMeta() {
        return directory() + "/commitmeta";
    }

    @Override
    public String toString() {
        return id();
    }
}
