package org.atomsmith.rpm.fetch;

import java.net.URI;

/** What a fetched document must be, beside what its signature says: a mirror whose document is not is passed over. */
@FunctionalInterface
public interface IndexCheck {
    /** Takes any document. */
    IndexCheck NONE = (content, from) -> {};

    /**
     * Looks at a document.
     *
     * @throws FetchException.Refused when it is not the one that is wanted: says why
     */
    void check(byte[] content, URI from) throws FetchException;
}
