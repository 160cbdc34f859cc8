/** The packages of deployments, as their commits list them. */
@NullMarked
package org.atomsmith.host.packages;

import org.jspecify.annotations.NullMarked;
