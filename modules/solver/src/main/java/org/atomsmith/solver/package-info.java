/** The package solver: which packages to install, and why. */
@NullMarked
package org.atomsmith.solver;

import org.jspecify.annotations.NullMarked;
