/** RPM package files (format 4, and what format 6 adds to it): headers, signatures, payload. */
@NullMarked
package org.atomsmith.rpm.file;

import org.jspecify.annotations.NullMarked;
