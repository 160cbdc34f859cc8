/** Commands on a repository itself: refs, configuration, remotes, signatures, what it keeps. */
@NullMarked
package org.atomsmith.ostree.cli.repo;

import org.jspecify.annotations.NullMarked;
