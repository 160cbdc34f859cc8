/** Debian packages become RPM package files that rpm and dnf take. */
@NullMarked
package org.atomsmith.deb.convert;

import org.jspecify.annotations.NullMarked;
