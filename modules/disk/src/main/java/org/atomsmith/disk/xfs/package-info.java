/**
 * XFS file systems, version 5, written front to back. The format is that of "XFS Algorithms &amp; Data Structures" and of
 * Linux's {@code xfs_format.h}; numbers are big endian, checksums little endian.
 */
@NullMarked
package org.atomsmith.disk.xfs;

import org.jspecify.annotations.NullMarked;
