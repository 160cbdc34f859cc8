/** Whether the system that booted works, and what follows: it is kept, tried again, or rolled back. */
@NullMarked
package org.atomsmith.host.health;

import org.jspecify.annotations.NullMarked;
