/** rpm-md repositories, as createrepo makes them and yum's {@code .repo} files name them. */
@NullMarked
package org.atomsmith.rpm.md;

import org.jspecify.annotations.NullMarked;
