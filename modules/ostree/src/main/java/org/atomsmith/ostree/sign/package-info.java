/** Signatures of commits and summaries. */
@NullMarked
package org.atomsmith.ostree.sign;

import org.jspecify.annotations.NullMarked;
