/** Boots an image and judges it. */
@NullMarked
package org.atomsmith.qa;

import org.jspecify.annotations.NullMarked;
