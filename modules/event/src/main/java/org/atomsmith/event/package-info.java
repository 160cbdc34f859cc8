/** Typed progress events of long operations: what every bar, log line and test reads. */
@NullMarked
package org.atomsmith.event;

import org.jspecify.annotations.NullMarked;
