/** Programs for the machine that builds, from a distribution's packages instead of its own. */
@NullMarked
package org.atomsmith.compose.tools;

import org.jspecify.annotations.NullMarked;
