/** What a host is made of now: its deployments, what waits, what is wrong. */
@NullMarked
package org.atomsmith.host.status;

import org.jspecify.annotations.NullMarked;
