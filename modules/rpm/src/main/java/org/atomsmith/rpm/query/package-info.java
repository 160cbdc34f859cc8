/** What people and scripts ask of a package file, in the words and the shapes in which rpm answers. */
@NullMarked
package org.atomsmith.rpm.query;

import org.jspecify.annotations.NullMarked;
