/** The installer of a live system: copies the disk on the medium to a disk of the machine, and makes it this machine's. */
@NullMarked
package org.atomsmith.host.install;

import org.jspecify.annotations.NullMarked;
