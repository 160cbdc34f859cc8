/** Decompression of what repositories and packages hold, with limits. */
@NullMarked
package org.atomsmith.rpm.compress;

import org.jspecify.annotations.NullMarked;
