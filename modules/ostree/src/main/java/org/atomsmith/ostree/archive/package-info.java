/** Archives of files, read and written front to back: tar and cpio. */
@NullMarked
package org.atomsmith.ostree.archive;

import org.jspecify.annotations.NullMarked;
