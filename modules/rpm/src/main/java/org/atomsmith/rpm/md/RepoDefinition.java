package org.atomsmith.rpm.md;

import java.net.URI;
import java.util.List;

/**
 * One repository as a {@code .repo} file defines it, variables substituted.
 *
 * @param id the section's name, by which treefiles name it
 * @param name what people read; the id when none is given
 * @param system true when the mirrors and keys are those of this machine's own repository of the same id
 * @param bases base addresses, best first, each ending in a slash; empty only when {@code system}
 * @param enabled whether a package manager uses it without being asked
 * @param gpgCheck whether packages must be signed
 * @param repoGpgCheck whether the metadata must be signed
 * @param gpgKeys where the keys are that may sign: {@code https:} and {@code file:} addresses
 * @param priority 1 to 99 and more, lower wins; 99 unless given
 * @param cost 1000 unless given, lower wins
 * @param excludes globs of packages that do not exist for us, over name, name.arch or NEVRA
 * @param includes when not empty, globs of the only packages that exist for us
 * @param origin {@code file:line} of the definition, for messages
 */
public record RepoDefinition(
        String id,
        String name,
        boolean system,
        List<URI> bases,
        boolean enabled,
        boolean gpgCheck,
        boolean repoGpgCheck,
        List<URI> gpgKeys,
        int priority,
        int cost,
        List<String> excludes,
        List<String> includes,
        String origin) {

    public RepoDefinition {
        bases = List.copyOf(bases);
        gpgKeys = List.copyOf(gpgKeys);
        excludes = List.copyOf(excludes);
        includes = List.copyOf(includes);
    }
}
