/** How the host's program enters an image. */
@NullMarked
package org.atomsmith.host.image;

import org.jspecify.annotations.NullMarked;
