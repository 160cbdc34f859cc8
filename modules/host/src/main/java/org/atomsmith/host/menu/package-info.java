/** Changes of the list of deployments that the boot menu has: their order, what is kept, their kernel arguments. */
@NullMarked
package org.atomsmith.host.menu;

import org.jspecify.annotations.NullMarked;
