/** From a resolution to imported packages: downloaded, read once, kept by digest. */
@NullMarked
package org.atomsmith.compose.packages;

import org.jspecify.annotations.NullMarked;
