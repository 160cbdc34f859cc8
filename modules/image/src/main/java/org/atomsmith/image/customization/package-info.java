/** What an image has beyond its commit: users, keys, files, partitions; read, checked against the tree, and applied. */
@NullMarked
package org.atomsmith.image.customization;

import org.jspecify.annotations.NullMarked;
