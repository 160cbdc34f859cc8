/** Reads VHD images. */
@NullMarked
package org.atomsmith.disk.read.vhd;

import org.jspecify.annotations.NullMarked;
