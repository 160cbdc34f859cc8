/** What is looked at in a booted image: one small class for each question. */
@NullMarked
package org.atomsmith.qa.check;

import org.jspecify.annotations.NullMarked;
