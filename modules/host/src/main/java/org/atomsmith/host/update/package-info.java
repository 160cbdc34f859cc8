/** Changes of what a host boots: found, weighed, downloaded, staged, finished at the shutdown. */
@NullMarked
package org.atomsmith.host.update;

import org.jspecify.annotations.NullMarked;
