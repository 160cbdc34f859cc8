/** ISO 9660 file systems that machines start from: CDs and, the same file, USB sticks. */
@NullMarked
package org.atomsmith.disk.iso;

import org.jspecify.annotations.NullMarked;
