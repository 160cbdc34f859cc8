/** The files that go into a file system: inodes, their attributes and where their content comes from. */
@NullMarked
package org.atomsmith.disk.tree;

import org.jspecify.annotations.NullMarked;
