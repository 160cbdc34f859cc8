/** The ext4 file system, written as a stream. */
@NullMarked
package org.atomsmith.disk.ext4;

import org.jspecify.annotations.NullMarked;
