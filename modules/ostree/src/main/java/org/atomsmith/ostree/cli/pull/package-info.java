/** Commands that bring commits from elsewhere. */
@NullMarked
package org.atomsmith.ostree.cli.pull;

import org.jspecify.annotations.NullMarked;
