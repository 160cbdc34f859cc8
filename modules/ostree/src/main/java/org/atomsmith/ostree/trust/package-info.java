/** Which signatures a repository asks of the commits and summaries of a remote, and whether they are there. */
@NullMarked
package org.atomsmith.ostree.trust;

import org.jspecify.annotations.NullMarked;
