/** How a deployed host lies on disk: names and texts, computed without touching a disk. */
@NullMarked
package org.atomsmith.ostree.sysroot;

import org.jspecify.annotations.NullMarked;
