/** Virtual appliances: an OVF envelope and its disk in one archive. */
@NullMarked
package org.atomsmith.disk.ova;

import org.jspecify.annotations.NullMarked;
