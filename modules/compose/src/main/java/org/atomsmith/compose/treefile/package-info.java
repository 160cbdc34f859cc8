/** The treefile: the text that describes a host, in rpm-ostree's format, read into one resolved record. */
@NullMarked
package org.atomsmith.compose.treefile;

import org.jspecify.annotations.NullMarked;
