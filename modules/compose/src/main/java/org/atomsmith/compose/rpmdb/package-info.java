/** rpm's database of the packages of a tree. */
@NullMarked
package org.atomsmith.compose.rpmdb;

import org.jspecify.annotations.NullMarked;
