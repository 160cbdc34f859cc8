/** Labels of files by the policy of a system's own files. */
@NullMarked
package org.atomsmith.ostree.selinux;

import org.jspecify.annotations.NullMarked;
