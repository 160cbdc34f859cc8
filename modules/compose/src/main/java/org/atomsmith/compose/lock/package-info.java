/** The lockfile: the exact packages of a build, in rpm-ostree's format. */
@NullMarked
package org.atomsmith.compose.lock;

import org.jspecify.annotations.NullMarked;
