/** System calls, file metadata, child processes, the bubblewrap sandbox and the system's liblzma. */
@NullMarked
package org.atomsmith.linux;

import org.jspecify.annotations.NullMarked;
