/** What OSTree's objects are: checksums, file headers, directories, commits, and their bytes. */
@NullMarked
package org.atomsmith.ostree.object;

import org.jspecify.annotations.NullMarked;
