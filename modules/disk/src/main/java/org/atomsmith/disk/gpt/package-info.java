/** The GUID partition table and the boot code beside it. */
@NullMarked
package org.atomsmith.disk.gpt;

import org.jspecify.annotations.NullMarked;
