/** Where output goes: whether it is a terminal, how wide, and which characters and colours it shows. */
@NullMarked
package org.atomsmith.cli.terminal;

import org.jspecify.annotations.NullMarked;
