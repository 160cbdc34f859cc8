/** RPM package files (formats 3 to 6): headers, signatures, payload; read, judged and written. */
@NullMarked
package org.atomsmith.rpm.file;

import org.jspecify.annotations.NullMarked;
