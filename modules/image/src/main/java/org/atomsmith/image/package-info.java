/** From a commit to a bootable disk. */
@NullMarked
package org.atomsmith.image;

import org.jspecify.annotations.NullMarked;
