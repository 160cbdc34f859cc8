/** Container images as the Open Container Initiative specifies them: in registries, and in layout directories. */
@NullMarked
package org.atomsmith.oci;

import org.jspecify.annotations.NullMarked;
