/** A part of an apt suite becomes an RPM repository. */
@NullMarked
package org.atomsmith.compose.convert;

import org.jspecify.annotations.NullMarked;
