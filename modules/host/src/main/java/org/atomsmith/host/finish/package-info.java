/** The end of a change: at the shutdown the staged deployment becomes what boots, and the next boot tells how it went. */
@NullMarked
package org.atomsmith.host.finish;

import org.jspecify.annotations.NullMarked;
