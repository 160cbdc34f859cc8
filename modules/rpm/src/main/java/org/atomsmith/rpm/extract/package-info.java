/** Unpacks package files for people to look at. */
@NullMarked
package org.atomsmith.rpm.extract;

import org.jspecify.annotations.NullMarked;
