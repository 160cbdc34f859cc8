package org.atomsmith.ostree.pull.http;

import java.util.Optional;

/**
 * What a server says of a file's version.
 *
 * @param etag the entity tag, as it came
 * @param lastModified the date, as it came
 */
public record Validators(Optional<String> etag, Optional<String> lastModified) {
    /** Nothing is known. */
    public static final Validators NONE = new Validators(Optional.empty(), Optional.empty());
}
