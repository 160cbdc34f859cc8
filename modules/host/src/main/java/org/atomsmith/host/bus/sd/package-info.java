/** D-Bus connections, by libsystemd's sd-bus: one to a bus, and private ones between two processes. */
@NullMarked
package org.atomsmith.host.bus.sd;

import org.jspecify.annotations.NullMarked;
