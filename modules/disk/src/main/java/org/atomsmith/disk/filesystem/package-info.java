/** What file systems that are written front to back share: runs of blocks, who hands them out, and the stream of them. */
@NullMarked
package org.atomsmith.disk.filesystem;

import org.jspecify.annotations.NullMarked;
