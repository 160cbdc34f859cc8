/** Where images run: the facts about each platform, as data. */
@NullMarked
package org.atomsmith.image.platform;

import org.jspecify.annotations.NullMarked;
