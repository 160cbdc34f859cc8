/** System calls, file metadata, child processes and the bubblewrap sandbox. */
@NullMarked
package org.atomsmith.linux;

import org.jspecify.annotations.NullMarked;
