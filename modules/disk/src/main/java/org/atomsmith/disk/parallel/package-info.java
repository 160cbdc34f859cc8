/** Work on several threads whose results are taken in order, so that they do not depend on the number of threads. */
@NullMarked
package org.atomsmith.disk.parallel;

import org.jspecify.annotations.NullMarked;
