/** The commands that make package repositories. */
@NullMarked
package org.atomsmith.cli.repo;

import org.jspecify.annotations.NullMarked;
