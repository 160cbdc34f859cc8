/** Displays of the events of long operations: live lines, plain lines or JSON lines. */
@NullMarked
package org.atomsmith.cli.progress;

import org.jspecify.annotations.NullMarked;
