/** VirtualBox's own disk format. */
@NullMarked
package org.atomsmith.disk.vdi;

import org.jspecify.annotations.NullMarked;
