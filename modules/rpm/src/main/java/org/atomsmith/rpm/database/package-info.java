/** The database of installed packages that {@code rpm} reads: SQLite, as rpm 4.16 and later keep it. */
@NullMarked
package org.atomsmith.rpm.database;

import org.jspecify.annotations.NullMarked;
