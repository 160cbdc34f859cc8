/** Commands on a system made of deployments. */
@NullMarked
package org.atomsmith.ostree.cli.admin;

import org.jspecify.annotations.NullMarked;
