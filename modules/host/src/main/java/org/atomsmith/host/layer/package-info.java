/** Packages on top of an image: base commit and requested packages make a new tree, by the solver and composer of the build machine. */
@NullMarked
package org.atomsmith.host.layer;

import org.jspecify.annotations.NullMarked;
