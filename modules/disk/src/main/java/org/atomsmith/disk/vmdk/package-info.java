/** VMware's virtual disk format, in its streamOptimized form. */
@NullMarked
package org.atomsmith.disk.vmdk;

import org.jspecify.annotations.NullMarked;
