/** Work on all processors with bounded memory. */
@NullMarked
package org.atomsmith.ostree.concurrent;

import org.jspecify.annotations.NullMarked;
