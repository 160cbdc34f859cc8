/** What is kept between builds, each thing by the digest of everything that it was made from. */
@NullMarked
package org.atomsmith.compose.cache;

import org.jspecify.annotations.NullMarked;
