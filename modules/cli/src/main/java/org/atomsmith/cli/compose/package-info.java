/** The commands below {@code atomsmith compose}: what a treefile comes to. */
@NullMarked
package org.atomsmith.cli.compose;

import org.jspecify.annotations.NullMarked;
