/** A host as it came: its configuration and its data go. */
@NullMarked
package org.atomsmith.host.reset;

import org.jspecify.annotations.NullMarked;
