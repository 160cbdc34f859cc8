/** From a treefile and its repositories to exact packages. */
@NullMarked
package org.atomsmith.compose.resolve;

import org.jspecify.annotations.NullMarked;
