/** The FAT file system, written as a stream. */
@NullMarked
package org.atomsmith.disk.fat;

import org.jspecify.annotations.NullMarked;
