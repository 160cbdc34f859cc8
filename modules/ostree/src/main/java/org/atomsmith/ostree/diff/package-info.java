/** What differs between trees of commits and directories of the machine. */
@NullMarked
package org.atomsmith.ostree.diff;

import org.jspecify.annotations.NullMarked;
