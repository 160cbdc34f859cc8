/** A host's own configuration: what differs from the defaults, and how it is carried to the next deployment. */
@NullMarked
package org.atomsmith.ostree.sysroot.etc;

import org.jspecify.annotations.NullMarked;
