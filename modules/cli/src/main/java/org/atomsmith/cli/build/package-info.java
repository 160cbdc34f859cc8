/** The commands of the pipeline: from a treefile to a judged image. */
@NullMarked
package org.atomsmith.cli.build;

import org.jspecify.annotations.NullMarked;
