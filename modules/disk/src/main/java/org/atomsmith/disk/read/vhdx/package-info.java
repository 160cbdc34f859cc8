/** Reads VHDX images. */
@NullMarked
package org.atomsmith.disk.read.vhdx;

import org.jspecify.annotations.NullMarked;
