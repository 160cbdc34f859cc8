/** The engine under the solvers: clauses over numbered variables, and whether they can hold together. */
@NullMarked
package org.atomsmith.solver.sat;

import org.jspecify.annotations.NullMarked;
