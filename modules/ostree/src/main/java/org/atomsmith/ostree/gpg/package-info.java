/** OpenPGP: keyrings that are trusted, what they say of signatures, and signing with the keys of a GnuPG directory. */
@NullMarked
package org.atomsmith.ostree.gpg;

import org.jspecify.annotations.NullMarked;
