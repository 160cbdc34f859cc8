/** Turns a tree as packages leave it into the layout of an OSTree host: one small class for each rule. */
@NullMarked
package org.atomsmith.compose.layout;

import org.jspecify.annotations.NullMarked;
