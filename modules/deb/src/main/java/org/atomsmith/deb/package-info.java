/** An apt suite seen as an RPM repository. */
@NullMarked
package org.atomsmith.deb;

import org.jspecify.annotations.NullMarked;
