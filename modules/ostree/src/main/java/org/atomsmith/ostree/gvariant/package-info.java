/** GVariant serialisation (GLib's specification, little-endian, normal form only). */
@NullMarked
package org.atomsmith.ostree.gvariant;

import org.jspecify.annotations.NullMarked;
