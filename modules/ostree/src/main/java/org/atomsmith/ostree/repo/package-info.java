/** Repositories: object storage in each mode, transactions, refs, locks, the summary. */
@NullMarked
package org.atomsmith.ostree.repo;

import org.jspecify.annotations.NullMarked;
