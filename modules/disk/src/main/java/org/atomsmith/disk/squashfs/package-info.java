/** Compressed read-only file systems of Linux. */
@NullMarked
package org.atomsmith.disk.squashfs;

import org.jspecify.annotations.NullMarked;
