/** Virtual PC's disk format, VHD, which Azure takes. */
@NullMarked
package org.atomsmith.disk.vhd;

import org.jspecify.annotations.NullMarked;
