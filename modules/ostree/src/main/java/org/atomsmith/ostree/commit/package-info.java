/** Makes commits: trees of directories, archives and other commits, put on top of each other and written. */
@NullMarked
package org.atomsmith.ostree.commit;

import org.jspecify.annotations.NullMarked;
