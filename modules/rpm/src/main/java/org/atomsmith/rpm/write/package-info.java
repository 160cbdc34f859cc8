/** Writes package files: the same bytes for the same content, signed when there is a key. */
@NullMarked
package org.atomsmith.rpm.write;

import org.jspecify.annotations.NullMarked;
