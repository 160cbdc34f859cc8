/**
 * Changes to a system that has packages installed: jobs such as install, erase, update and distribution upgrade become a
 * transaction, by the rules that libsolv documents and that dnf and zypper rely on.
 */
@NullMarked
package org.atomsmith.solver.transaction;

import org.jspecify.annotations.NullMarked;
