package org.atomsmith.rpm.md;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.atomsmith.rpm.TransferOptions;

/**
 * One repository as a {@code .repo} file defines it, variables substituted.
 *
 * @param id the section's name, by which treefiles name it
 * @param name what people read; the id when none is given
 * @param system true when the mirrors and keys are those of this machine's own repository of the same id
 * @param bases base addresses, best first, each ending in a slash; empty when {@code system}, or when a metalink or a
 *     mirror list names them
 * @param metalink where a metalink is that names mirrors and vouches for repomd.xml
 * @param mirrorlist where a list of mirrors is
 * @param enabled whether a package manager uses it without being asked
 * @param gpgCheck whether packages must be signed
 * @param repoGpgCheck whether the metadata must be signed
 * @param gpgKeys where the keys are that may sign: {@code https:} and {@code file:} addresses
 * @param priority 1 to 99 and more, lower wins; 99 unless given
 * @param cost 1000 unless given, lower wins
 * @param excludes globs of packages that do not exist for us, over name, name.arch or NEVRA
 * @param includes when not empty, globs of the only packages that exist for us
 * @param moduleHotfixes whether its packages stand above those of modules
 * @param skipIfUnavailable whether to go on without it when no mirror answers
 * @param transfer how its files are transferred
 * @param origin {@code file:line} of the definition, for messages
 */
public record RepoDefinition(
        String id,
        String name,
        boolean system,
        List<URI> bases,
        Optional<URI> metalink,
        Optional<URI> mirrorlist,
        boolean enabled,
        boolean gpgCheck,
        boolean repoGpgCheck,
        List<URI> gpgKeys,
        int priority,
        int cost,
        List<String> excludes,
        List<String> includes,
        boolean moduleHotfixes,
        boolean skipIfUnavailable,
        TransferOptions transfer,
        String origin) {

    public RepoDefinition {
        bases = List.copyOf(bases);
        gpgKeys = List.copyOf(gpgKeys);
        excludes = List.copyOf(excludes);
        includes = List.copyOf(includes);
    }

    /** The same repository with the mirrors of another definition, and its keys when this one names none. */
    RepoDefinition reachedAs(RepoDefinition other) {
        return new RepoDefinition(
                id,
                name,
                false,
                other.bases,
                other.metalink,
                other.mirrorlist,
                enabled,
                gpgCheck,
                repoGpgCheck,
                gpgKeys.isEmpty() ? other.gpgKeys : gpgKeys,
                priority,
                cost,
                excludes,
                includes,
                moduleHotfixes,
                skipIfUnavailable,
                other.transfer,
                origin);
    }
}
