/** Commands on static deltas. */
@NullMarked
package org.atomsmith.ostree.cli.delta;

import org.jspecify.annotations.NullMarked;
