/** Brings commits from other repositories: over HTTP, from this machine, from a USB stick. */
@NullMarked
package org.atomsmith.ostree.pull;

import org.jspecify.annotations.NullMarked;
