/** The boot loader on the disk, which upgrades leave alone, and its copy in the image. */
@NullMarked
package org.atomsmith.host.bootloader;

import org.jspecify.annotations.NullMarked;
