/** QEMU's qcow2 image format. */
@NullMarked
package org.atomsmith.disk.qcow2;

import org.jspecify.annotations.NullMarked;
