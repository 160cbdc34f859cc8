/** Commands about container images that carry a host's tree. */
@NullMarked
package org.atomsmith.cli.oci;

import org.jspecify.annotations.NullMarked;
