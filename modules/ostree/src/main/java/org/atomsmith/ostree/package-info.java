/**
 * The OSTree engine: objects, repositories, commits, checkouts.
 *
 * <p>Sub-packages, each using only those above it: {@code gvariant} (the serialisation), {@code object} (what objects
 * are), {@code repo} (where they are kept), {@code tree} (a commit's files in memory, copied and checked out),
 * {@code sign} (signatures), {@code sysroot} (how a deployed host lies on disk).
 */
@NullMarked
package org.atomsmith.ostree;

import org.jspecify.annotations.NullMarked;
