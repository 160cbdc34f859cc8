/** Archives that hold a disk: tar, gzip around members that are compressed already, and the image of Google Compute Engine. */
@NullMarked
package org.atomsmith.disk.archive;

import org.jspecify.annotations.NullMarked;
