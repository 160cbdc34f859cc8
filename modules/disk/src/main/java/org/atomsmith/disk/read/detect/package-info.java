/** Opens an image of any format. */
@NullMarked
package org.atomsmith.disk.read.detect;

import org.jspecify.annotations.NullMarked;
