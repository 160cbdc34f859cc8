/** What a command of {@code ostree} is: its options, its words, its help. */
@NullMarked
package org.atomsmith.ostree.cli.command;

import org.jspecify.annotations.NullMarked;
