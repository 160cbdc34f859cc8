/** Writes rpm-md repositories: what createrepo_c writes, by the same rules. */
@NullMarked
package org.atomsmith.rpm.create;

import org.jspecify.annotations.NullMarked;
