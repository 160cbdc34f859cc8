package org.atomsmith.ostree.repo;

import org.atomsmith.ostree.object.FileHeader;

/**
 * What a file object is, without its bytes.
 *
 * @param header owner, mode, link target, attributes
 * @param size of the file in bytes; 0 for a symbolic link
 */
public record ContentInfo(FileHeader header, long size) {}
