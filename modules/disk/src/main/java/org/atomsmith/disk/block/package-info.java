/** Disks cut into blocks of one size: the common part of the formats that do not store blocks of zeros. */
@NullMarked
package org.atomsmith.disk.block;

import org.jspecify.annotations.NullMarked;
