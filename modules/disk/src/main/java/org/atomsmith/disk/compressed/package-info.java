/** Streams, raw disks above all, compressed in parallel: gzip, xz and Zstandard. */
@NullMarked
package org.atomsmith.disk.compressed;

import org.jspecify.annotations.NullMarked;
