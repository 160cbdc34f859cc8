package org.atomsmith.compose.resolve;

import java.util.Optional;
import java.util.Set;
import org.atomsmith.rpm.Dependency;

/**
 * Which streams of modules are wanted.
 *
 * @param asked streams, as {@link ModuleUniverse#stream} names them
 * @param disabled modules of which none is wanted, not even the default stream
 * @param platform the stream of the platform, such as {@code el9}; without one, requirements of a platform are left out
 * @param arch the machine, in RPM's spelling
 */
record ModuleChoice(Set<Dependency> asked, Set<String> disabled, Optional<String> platform, String arch) {}
