/** Reads disks that are compressed from front to back: gzip, xz, zstd. */
@NullMarked
package org.atomsmith.disk.read.stream;

import org.jspecify.annotations.NullMarked;
