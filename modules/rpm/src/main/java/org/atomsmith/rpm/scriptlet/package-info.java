/**
 * Scriptlets and triggers of RPM packages: what a package brings, and what an installing transaction runs, when, with
 * which arguments.
 */
@NullMarked
package org.atomsmith.rpm.scriptlet;

import org.jspecify.annotations.NullMarked;
