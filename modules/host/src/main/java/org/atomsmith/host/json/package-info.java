/** Facts as JSON, and the paths that pick some of them. */
@NullMarked
package org.atomsmith.host.json;

import org.jspecify.annotations.NullMarked;
