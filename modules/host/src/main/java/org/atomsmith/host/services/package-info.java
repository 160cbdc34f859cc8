/** The services of a host: which of them run, which packages they are of, and what they have in use. */
@NullMarked
package org.atomsmith.host.services;

import org.jspecify.annotations.NullMarked;
