/** Installs packages into a tree: unpacks them, runs their scriptlets in a sandbox and captures what those changed. */
@NullMarked
package org.atomsmith.compose.install;

import org.jspecify.annotations.NullMarked;
