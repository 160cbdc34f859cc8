/** Updates without anybody asking: when to look, what to take, and when the machine may restart. */
@NullMarked
package org.atomsmith.host.policy;

import org.jspecify.annotations.NullMarked;
