/** Hosts in virtual machines that are upgraded, rolled back and broken, driven as their operators do. */
@NullMarked
package org.atomsmith.cli.host;

import org.jspecify.annotations.NullMarked;
