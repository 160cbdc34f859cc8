/** The host that commands work on: its disk, its deployments, its directories, and one change at a time. */
@NullMarked
package org.atomsmith.host.system;

import org.jspecify.annotations.NullMarked;
