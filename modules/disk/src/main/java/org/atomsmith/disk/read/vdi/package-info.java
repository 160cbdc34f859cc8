/** Reads VDI images. */
@NullMarked
package org.atomsmith.disk.read.vdi;

import org.jspecify.annotations.NullMarked;
