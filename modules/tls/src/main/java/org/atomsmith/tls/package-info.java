/** Whom a connection under TLS trusts, and who it says it is: by files in PEM, as the programs of a system have them. */
@NullMarked
package org.atomsmith.tls;

import org.jspecify.annotations.NullMarked;
