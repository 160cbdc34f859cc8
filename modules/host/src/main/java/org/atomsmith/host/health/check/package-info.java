/** What can be wrong with a system that booted: the checks, each a small class. */
@NullMarked
package org.atomsmith.host.health.check;

import org.jspecify.annotations.NullMarked;
