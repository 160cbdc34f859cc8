/** Disk formats: partition tables, file systems and containers, written as streams. */
@NullMarked
package org.atomsmith.disk;

import org.jspecify.annotations.NullMarked;
