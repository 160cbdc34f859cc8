/** Inventories of what is in a system, for people and for scanners. */
@NullMarked
package org.atomsmith.compose.inventory;

import org.jspecify.annotations.NullMarked;
