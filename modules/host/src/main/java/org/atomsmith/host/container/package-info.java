/** Trees in container images, encapsulated as rpm-ostree and bootc do: read as a source of updates, and written. */
@NullMarked
package org.atomsmith.host.container;

import org.jspecify.annotations.NullMarked;
