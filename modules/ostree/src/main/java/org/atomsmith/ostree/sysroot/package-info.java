/**
 * Systems made of deployments: how they lie on disk, and {@link org.atomsmith.ostree.sysroot.Sysroot}, which deploys,
 * upgrades and cleans up.
 */
@NullMarked
package org.atomsmith.ostree.sysroot;

import org.jspecify.annotations.NullMarked;
