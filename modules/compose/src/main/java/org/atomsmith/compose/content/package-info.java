/** What the treefile changes in the tree after the packages: overlays, files, removals, scripts, settings. */
@NullMarked
package org.atomsmith.compose.content;

import org.jspecify.annotations.NullMarked;
