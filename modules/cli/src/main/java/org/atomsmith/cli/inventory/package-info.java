/** What commits are made of: packages, differences, bills of materials. */
@NullMarked
package org.atomsmith.cli.inventory;

import org.jspecify.annotations.NullMarked;
