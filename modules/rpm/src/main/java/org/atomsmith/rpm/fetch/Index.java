package org.atomsmith.rpm.fetch;

import java.net.URI;

/**
 * A fetched document that is not known by a digest: the signed entry point of a repository, such as {@code InRelease} or
 * {@code repomd.xml}. Not verified yet.
 *
 * @param content the document; do not change it
 * @param from the mirror that it came from
 * @param cached true when no server sent it in this call: it was current, or the network may not be used
 */
public record Index(byte[] content, URI from, boolean cached) {}
