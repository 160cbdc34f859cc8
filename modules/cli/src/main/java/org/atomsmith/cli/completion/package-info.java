/** Completion of commands and options in shells. */
@NullMarked
package org.atomsmith.cli.completion;

import org.jspecify.annotations.NullMarked;
