/** Which images are trusted: containers-policy.json, and signatures that lie beside an image in its registry (sigstore). */
@NullMarked
package org.atomsmith.oci.policy;

import org.jspecify.annotations.NullMarked;
