/** Trees of commits in other forms. */
@NullMarked
package org.atomsmith.ostree.export;

import org.jspecify.annotations.NullMarked;
