package org.atomsmith.compose.treefile;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;

/**
 * What a treefile asks for, with nothing left to look up: includes are merged, variables substituted, conditions
 * decided, defaults applied, paths resolved and found. {@code docs/treefile.md} describes every key. Values that a later
 * step may have to complain about carry their place.
 *
 * @param file the treefile that was read, as it was named
 * @param sources every treefile that was read, the first one included, in the order of reading
 * @param name names the artifacts: {@code name}, else the treefile's base name
 * @param edition 2014 or 2024
 * @param ref the branch of the commit
 * @param basearch the architecture, in RPM's spelling
 * @param releasever fills {@code $releasever} in repository files
 * @param variables user variables, {@code basearch} and {@code releasever}, as text
 * @param version how the commit gets its version; without it a commit has none
 * @param packages what to install, and from where
 * @param content what else changes the tree
 * @param system how the tree becomes a host
 * @param accounts which users and groups there must be
 * @param facts what the commit says of itself
 * @param metadata the free map {@code metadata}: values are String, Boolean, Long, Double, List or Map
 * @param commitMetadata {@code add-commit-metadata}: same values
 * @param updates where hosts get their updates from; without it the image has no remote
 * @param image the disk image
 * @param customizations what images of the commit have beyond it, for the image's own reader
 * @param json the merged treefile as JSON with sorted keys, without customizations: equal for equal meaning, for printing and for digests
 * @param warnings what was ignored, for the user to see
 */
public record Treefile(
        Path file,
        List<Path> sources,
        String name,
        int edition,
        Located<String> ref,
        String basearch,
        Optional<String> releasever,
        SortedMap<String, String> variables,
        Optional<AutomaticVersion> version,
        Packages packages,
        Content content,
        HostSettings system,
        AccountSettings accounts,
        CommitFacts facts,
        Map<String, Object> metadata,
        Map<String, Object> commitMetadata,
        Optional<Updates> updates,
        Image image,
        Optional<Node.Mapping> customizations,
        String json,
        List<Problem> warnings) {

    /** The directory of the treefile: repository definitions are looked for here. */
    public Path directory() {
        return file.toAbsolutePath().resolveSibling("").normalize();
    }

    /**
     * What to install, and from where.
     *
     * @param repos ids of the repositories
     * @param lockfileRepos ids of repositories that serve locked packages only
     * @param repovars variables of repository files
     * @param install requests, each once: a name, a {@code /file}, {@code name-version...}, {@code name >= version}
     * @param groups groups of the repositories' comps, each once, as written: {@code @group}, {@code @^environment}
     * @param fromRepos packages to take from one repository, whatever others have
     * @param modules streams of modules
     * @param exclude names of packages that must not come in
     * @param recommends whether weak dependencies are installed
     * @param documentation false leaves out files that packages mark as documentation
     * @param installLangs languages to keep; absent means all
     */
    public record Packages(
            List<Located<String>> repos,
            List<Located<String>> lockfileRepos,
            SortedMap<String, String> repovars,
            List<Located<String>> install,
            List<Located<String>> groups,
            List<FromRepository> fromRepos,
            ModuleSettings modules,
            List<Located<String>> exclude,
            boolean recommends,
            boolean documentation,
            Optional<List<String>> installLangs) {}

    /**
     * Which streams of RPM modules are to be had.
     *
     * @param enable streams to choose packages from
     * @param disable modules of which no stream is, the default one neither
     * @param install streams to choose packages from and to install packages of
     * @param platform the stream of the module {@code platform}; without one, nothing is asked of it
     */
    public record ModuleSettings(
            List<ModuleStream> enable,
            List<Located<String>> disable,
            List<ModuleStream> install,
            Optional<Located<String>> platform) {
        /** Copies the lists. */
        public ModuleSettings {
            enable = List.copyOf(enable);
            disable = List.copyOf(disable);
            install = List.copyOf(install);
        }

        /** Whether anything is said. */
        public boolean isEmpty() {
            return enable.isEmpty() && disable.isEmpty() && install.isEmpty();
        }
    }

    /**
     * A stream of a module as it is written: {@code name}, {@code name:stream}, {@code name:stream/profile}.
     *
     * @param written the whole, with its place
     * @param stream none where the default one is meant
     * @param profile none where the default ones are meant
     */
    public record ModuleStream(
            Located<String> written, String module, Optional<String> stream, Optional<String> profile) {}

    /**
     * Packages that come from one repository.
     *
     * @param repo its id
     * @param packages requests, as in {@code packages}
     */
    public record FromRepository(Located<String> repo, List<Located<String>> packages) {}

    /**
     * What changes the tree after the packages, in the order it happens.
     *
     * @param removeFromPackages files that packages bring and that are left out
     * @param layers overlay directories, those that may not collide first
     * @param addFiles single files
     * @param removeFiles paths without a leading slash
     * @param postprocess inline scripts, in the order they run
     * @param postprocessScript runs after them
     * @param readonlyExecutables whether executables lose their write bits
     */
    public record Content(
            List<RemoveFromPackage> removeFromPackages,
            List<Layer> layers,
            List<AddFile> addFiles,
            List<Located<String>> removeFiles,
            List<Located<String>> postprocess,
            Optional<Located<Path>> postprocessScript,
            boolean readonlyExecutables) {

        /** Whether scripts run on the tree. */
        public boolean hasPostprocess() {
            return !postprocess.isEmpty() || postprocessScript.isPresent();
        }
    }

    /**
     * An overlay directory: a tree that is laid over the packages.
     *
     * @param name as written
     * @param directory exists
     * @param override whether its files replace others silently; if not, a collision is an error
     */
    public record Layer(Located<String> name, Path directory, boolean override) {}

    /**
     * A file that is copied into the tree.
     *
     * @param source exists
     * @param destination relative to the tree's root, normalized
     */
    public record AddFile(Located<Path> source, String destination) {}

    /**
     * Files of one package that are left out.
     *
     * @param name the package
     * @param paths a file goes when one of these is found in its absolute path ({@code Matcher.find})
     */
    public record RemoveFromPackage(Located<String> name, List<Located<Pattern>> paths) {}

    /** Where the kernel lies in the tree. */
    public enum BootLocation {
        /** In {@code /usr/lib/modules} and, for old libostree, in {@code /usr/lib/ostree-boot} too. */
        NEW,
        /** In {@code /usr/lib/modules} alone. */
        MODULES
    }

    /** Where {@code /opt} and {@code /usr/local} lie. */
    public enum OptUsrlocal {
        /** In {@code /var}: they are the machine's. */
        VAR,
        /** In the commit: they are read-only. */
        ROOT,
        /** In the commit, with a layer of the machine's over them. */
        STATEOVERLAY
    }

    /** When users and groups are made of {@code sysusers.d} while composing. */
    public enum Sysusers {
        /** When the treefile does not say so: never. */
        NO,
        /** When the tree has the program for it. */
        AUTO,
        /** Always; a tree without the program is an error. */
        FORCED
    }

    /**
     * How the tree becomes a host.
     *
     * @param units systemd units to enable, with their suffix
     * @param defaultTarget systemd's default target, when it is set
     * @param initramfsArgs arguments for dracut, after its own defaults
     * @param kargs kernel arguments, after the platform's own
     * @param etcGroupMembers groups that live in {@code /etc/group}
     * @param mutateOsRelease the text that {@code os-release} shows the version instead of
     * @param bootLocation where the kernel lies
     * @param tmpIsDir whether {@code /tmp} is a directory, not a link into {@code /sysroot}
     * @param machineidCompat whether {@code /etc/machine-id} exists, empty
     * @param optUsrlocal where {@code /opt} and {@code /usr/local} lie
     * @param container whether the tree is for a container: without kernel, initramfs and boot loader
     * @param selinux how files are labelled
     */
    public record HostSettings(
            List<Located<String>> units,
            Optional<Located<String>> defaultTarget,
            List<String> initramfsArgs,
            List<String> kargs,
            List<Located<String>> etcGroupMembers,
            Optional<String> mutateOsRelease,
            BootLocation bootLocation,
            boolean tmpIsDir,
            boolean machineidCompat,
            OptUsrlocal optUsrlocal,
            boolean container,
            SelinuxSettings selinux) {}

    /**
     * How files are labelled.
     *
     * @param wanted whether they are; absent for when the tree has a policy
     * @param labelVersion {@code selinux-label-version}: 0 or 1
     */
    public record SelinuxSettings(Optional<Boolean> wanted, int labelVersion) {}

    /**
     * Which users and groups there must be.
     *
     * @param preserve whether ids are kept from build to build
     * @param users {@code check-passwd}
     * @param groups {@code check-groups}
     * @param sysusers whether {@code sysusers.d} is followed while composing
     */
    public record AccountSettings(boolean preserve, AccountCheck users, AccountCheck groups, Sysusers sysusers) {}

    /** What accounts are checked against. */
    public sealed interface AccountCheck {
        /** Nothing. */
        record None() implements AccountCheck {}

        /**
         * The ref's last commit.
         *
         * @param at where that is said
         * @param mayGo names that may be missing; {@code *} stands for all
         */
        record Previous(Position at, List<String> mayGo) implements AccountCheck {}

        /**
         * A file in the format of {@code passwd} or {@code group}.
         *
         * @param file exists
         * @param mayGo names that may be missing; {@code *} stands for all
         */
        record InFile(Located<Path> file, List<String> mayGo) implements AccountCheck {}

        /**
         * What the treefile itself says.
         *
         * @param entries ids by name: one, or for users a uid and a gid
         * @param mayGo names that may be missing; {@code *} stands for all
         */
        record Entries(SortedMap<String, Located<List<Integer>>> entries, List<String> mayGo) implements AccountCheck {}
    }

    /** Where facts about a commit are kept. */
    public enum Place {
        /** In the commit: its name depends on them. */
        INLINE,
        /** Beside the commit: its name does not. */
        DETACHED,
        /** Nowhere. */
        DISABLED
    }

    /**
     * What a commit says of itself.
     *
     * @param repositories where it says what the repositories were
     * @param advisories where it says which security advisories its packages are the answer to
     * @param containerCommand the command of a container image of it, empty for none
     */
    public record CommitFacts(Place repositories, Place advisories, List<String> containerCommand) {}

    /**
     * Where hosts get their updates from.
     *
     * @param remote name of the host's remote
     * @param url of the repository
     * @param ref that a host follows
     * @param key public key file that commits are verified with; absent only when {@code verify: false} was written
     */
    public record Updates(Located<String> remote, Located<String> url, String ref, Optional<Located<Path>> key) {}

    /**
     * The disk image.
     *
     * @param size bytes, when it is set
     * @param rootFs file system of the root: {@code ext4}
     */
    public record Image(Optional<Located<Long>> size, String rootFs) {}
}
