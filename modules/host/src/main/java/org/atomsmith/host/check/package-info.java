/** Whether a host is sound: signatures, objects, and figures for those who watch it. */
@NullMarked
package org.atomsmith.host.check;

import org.jspecify.annotations.NullMarked;
