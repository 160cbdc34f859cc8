/** Makes files of a commit's tree: linked to its objects or copied, in new directories or over old ones. */
@NullMarked
package org.atomsmith.ostree.checkout;

import org.jspecify.annotations.NullMarked;
