/**
 * Writes database files in the format of SQLite 3, from scratch and front to back: the same rows give the same bytes. The
 * format is that of <i>sqlite.org/fileformat2.html</i>.
 */
@NullMarked
package org.atomsmith.rpm.sqlite;

import org.jspecify.annotations.NullMarked;
