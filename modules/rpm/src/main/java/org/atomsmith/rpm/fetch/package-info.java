/** Downloads: many files at once, resumable, checked while they stream, kept by digest and never fetched twice. */
@NullMarked
package org.atomsmith.rpm.fetch;

import org.jspecify.annotations.NullMarked;
