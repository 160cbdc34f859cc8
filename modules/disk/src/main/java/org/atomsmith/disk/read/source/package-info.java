/** Image files as they are read: their bytes at any place, and what is said when they are not as they should be. */
@NullMarked
package org.atomsmith.disk.read.source;

import org.jspecify.annotations.NullMarked;
