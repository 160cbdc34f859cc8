/** Commands under {@code ostree remote}. */
@NullMarked
package org.atomsmith.ostree.cli.remote;

import org.jspecify.annotations.NullMarked;
