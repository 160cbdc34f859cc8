/** Gives the objects of a repository of any mode to others over HTTP, in the form that archive repositories have. */
@NullMarked
package org.atomsmith.ostree.serve;

import org.jspecify.annotations.NullMarked;
