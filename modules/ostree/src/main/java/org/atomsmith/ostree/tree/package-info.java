/** A commit's files in memory: merged, loaded, written, copied between repositories, checked out. */
@NullMarked
package org.atomsmith.ostree.tree;

import org.jspecify.annotations.NullMarked;
