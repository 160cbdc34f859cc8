/** The atomsmith command. */
@NullMarked
package org.atomsmith.cli;

import org.jspecify.annotations.NullMarked;
