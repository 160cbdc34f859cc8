/** Finds the disk in a tar archive: OVA, Google's tar.gz, a Vagrant box. */
@NullMarked
package org.atomsmith.disk.read.archive;

import org.jspecify.annotations.NullMarked;
