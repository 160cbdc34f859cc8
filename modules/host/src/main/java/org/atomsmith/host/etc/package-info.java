/** The host's own configuration: what differs from the image, what is in conflict, what goes into the initramfs. */
@NullMarked
package org.atomsmith.host.etc;

import org.jspecify.annotations.NullMarked;
