/** Hyper-V's disk format, VHDX. */
@NullMarked
package org.atomsmith.disk.vhdx;

import org.jspecify.annotations.NullMarked;
