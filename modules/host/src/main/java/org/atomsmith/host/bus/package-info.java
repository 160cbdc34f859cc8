/** The host's D-Bus service, {@code org.projectatomic.rpmostree1}: status, and transactions that change the host. */
@NullMarked
package org.atomsmith.host.bus;

import org.jspecify.annotations.NullMarked;
