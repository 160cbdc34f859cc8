/** Vagrant boxes and the catalogue that lists them. */
@NullMarked
package org.atomsmith.disk.vagrant;

import org.jspecify.annotations.NullMarked;
