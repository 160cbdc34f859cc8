/** Commands on RPM package files. */
@NullMarked
package org.atomsmith.cli.rpm;

import org.jspecify.annotations.NullMarked;
