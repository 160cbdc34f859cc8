/**
 * Static deltas: what turns one commit's objects into another's, made once by a server and applied by many clients. The
 * format is libostree's; everything in it is an outsider's, so each size and offset is checked before it is used.
 */
@NullMarked
package org.atomsmith.ostree.delta;

import org.jspecify.annotations.NullMarked;
