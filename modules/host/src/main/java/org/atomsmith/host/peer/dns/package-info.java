/** As much of DNS-SD over multicast DNS (RFC 6762, RFC 6763) as it takes to ask once which services there are. */
@NullMarked
package org.atomsmith.host.peer.dns;

import org.jspecify.annotations.NullMarked;
