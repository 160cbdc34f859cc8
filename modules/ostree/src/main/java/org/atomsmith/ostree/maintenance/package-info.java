/** Keeping a repository in order: which objects are needed, whether they are sound, and removing the others. */
@NullMarked
package org.atomsmith.ostree.maintenance;

import org.jspecify.annotations.NullMarked;
