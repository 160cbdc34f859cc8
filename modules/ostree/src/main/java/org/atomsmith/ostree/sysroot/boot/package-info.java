/** What the boot loader reads: entries of the menu, kernel arguments, and the loaders' own configuration files. */
@NullMarked
package org.atomsmith.ostree.sysroot.boot;

import org.jspecify.annotations.NullMarked;
