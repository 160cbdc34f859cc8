/** How far a change is: one figure that never goes back. */
@NullMarked
package org.atomsmith.host.progress;

import org.jspecify.annotations.NullMarked;
