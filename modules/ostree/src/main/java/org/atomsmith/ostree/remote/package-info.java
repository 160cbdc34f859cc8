/** The remotes of a repository: where it pulls from, and how. */
@NullMarked
package org.atomsmith.ostree.remote;

import org.jspecify.annotations.NullMarked;
