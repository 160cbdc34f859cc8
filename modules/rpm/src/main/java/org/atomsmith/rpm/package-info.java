/** RPM's package model, package files and repositories. */
@NullMarked
package org.atomsmith.rpm;

import org.jspecify.annotations.NullMarked;
