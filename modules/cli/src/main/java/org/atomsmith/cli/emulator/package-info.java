/** Which QEMU boots images: this machine's, or a newer one of a tools tree. */
@NullMarked
package org.atomsmith.cli.emulator;

import org.jspecify.annotations.NullMarked;
