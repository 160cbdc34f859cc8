/** Reads VMDK images. */
@NullMarked
package org.atomsmith.disk.read.vmdk;

import org.jspecify.annotations.NullMarked;
