/** Live media: an image of a disk that a machine runs without having been installed, and installs. */
@NullMarked
package org.atomsmith.image.live;

import org.jspecify.annotations.NullMarked;
