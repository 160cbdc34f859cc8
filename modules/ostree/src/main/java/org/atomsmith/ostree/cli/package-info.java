/**
 * The command line of {@code ostree}: words become calls of the engine. Names, options, output and exit codes are
 * libostree's, so that scripts go on working.
 */
@NullMarked
package org.atomsmith.ostree.cli;

import org.jspecify.annotations.NullMarked;
