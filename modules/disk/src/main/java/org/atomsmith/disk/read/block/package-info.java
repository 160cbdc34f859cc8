/** Disks that an image keeps in blocks, anywhere in its file, compressed or not. */
@NullMarked
package org.atomsmith.disk.read.block;

import org.jspecify.annotations.NullMarked;
