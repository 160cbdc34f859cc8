/** What a command of {@code atomic} is: its words, its help, its exit code, and how it is found. */
@NullMarked
package org.atomsmith.host.command;

import org.jspecify.annotations.NullMarked;
