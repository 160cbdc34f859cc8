/** Reads qcow2 images. */
@NullMarked
package org.atomsmith.disk.read.qcow2;

import org.jspecify.annotations.NullMarked;
