/** What this machine lacks for building, and the command that brings it. */
@NullMarked
package org.atomsmith.cli.doctor;

import org.jspecify.annotations.NullMarked;
