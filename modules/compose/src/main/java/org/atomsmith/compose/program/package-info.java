/** Programs of ours that enter a tree as packages, with a Java runtime that is made of the target's own. */
@NullMarked
package org.atomsmith.compose.program;

import org.jspecify.annotations.NullMarked;
