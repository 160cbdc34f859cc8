/** Commits a composed tree to an OSTree repository. */
@NullMarked
package org.atomsmith.compose.commit;

import org.jspecify.annotations.NullMarked;
