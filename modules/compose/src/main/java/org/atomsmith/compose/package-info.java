/** From a treefile to a commit. */
@NullMarked
package org.atomsmith.compose;

import org.jspecify.annotations.NullMarked;
