/** A fast encoder of deflate streams that writes the same bytes on every machine, and a decoder. */
@NullMarked
package org.atomsmith.deflate;

import org.jspecify.annotations.NullMarked;
