/** OpenPGP verification (RFC 9580): keyrings, clear-signed documents and detached signatures. */
@NullMarked
package org.atomsmith.rpm.openpgp;

import org.jspecify.annotations.NullMarked;
