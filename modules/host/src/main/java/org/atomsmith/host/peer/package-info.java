/** Objects for the hosts of a local network from one another: the server, how it is found, and who asks it. */
@NullMarked
package org.atomsmith.host.peer;

import org.jspecify.annotations.NullMarked;
