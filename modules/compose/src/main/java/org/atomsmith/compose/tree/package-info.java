/** Trees of files in memory: what packages hold, what scriptlets changed, what becomes the commit. */
@NullMarked
package org.atomsmith.compose.tree;

import org.jspecify.annotations.NullMarked;
