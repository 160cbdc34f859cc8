/** The OSTree engine: objects, repositories, commits, checkouts. */
@NullMarked
package org.atomsmith.ostree;

import org.jspecify.annotations.NullMarked;
