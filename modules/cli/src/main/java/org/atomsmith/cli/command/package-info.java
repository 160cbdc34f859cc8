/** What every command shares: the session it runs in, its options, its exit codes, and how failures are told. */
@NullMarked
package org.atomsmith.cli.command;

import org.jspecify.annotations.NullMarked;
