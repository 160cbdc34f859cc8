/** A virtual machine that boots an image, and the way into it. */
@NullMarked
package org.atomsmith.qa.machine;

import org.jspecify.annotations.NullMarked;
