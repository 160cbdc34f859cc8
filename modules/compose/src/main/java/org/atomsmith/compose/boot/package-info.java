/** What boots the tree: its initramfs and its boot loader images, made by the tree's own tools in the sandbox. */
@NullMarked
package org.atomsmith.compose.boot;

import org.jspecify.annotations.NullMarked;
