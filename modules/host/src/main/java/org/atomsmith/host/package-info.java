/** The host's side: {@code atomic host status}, upgrades, rollback, health. It runs on an atomic host, not where one is built. */
@NullMarked
package org.atomsmith.host;

import org.jspecify.annotations.NullMarked;
