/** Tests of the whole command, on a host of a few files. */
@NullMarked
package org.atomsmith.host;

import org.jspecify.annotations.NullMarked;
