/** Commands on what is in a repository: trees and files. */
@NullMarked
package org.atomsmith.ostree.cli.local;

import org.jspecify.annotations.NullMarked;
