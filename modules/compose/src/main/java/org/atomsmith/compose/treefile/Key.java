package org.atomsmith.compose.treefile;

import static org.atomsmith.compose.treefile.ValueTypes.ACCOUNT_CHECK;
import static org.atomsmith.compose.treefile.ValueTypes.ANY;
import static org.atomsmith.compose.treefile.ValueTypes.BOOLEAN;
import static org.atomsmith.compose.treefile.ValueTypes.INCLUDED;
import static org.atomsmith.compose.treefile.ValueTypes.INTEGER;
import static org.atomsmith.compose.treefile.ValueTypes.STRING;
import static org.atomsmith.compose.treefile.ValueTypes.STRINGS;
import static org.atomsmith.compose.treefile.ValueTypes.STRING_OR_NUMBER;
import static org.atomsmith.compose.treefile.ValueTypes.STRING_OR_STRINGS;
import static org.atomsmith.compose.treefile.ValueTypes.VARIABLE;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.compose.treefile.ValueType.Choice;
import org.atomsmith.compose.treefile.ValueType.Field;
import org.atomsmith.compose.treefile.ValueType.Fields;
import org.atomsmith.compose.treefile.ValueType.ListOf;
import org.atomsmith.compose.treefile.ValueType.MapOf;
import org.atomsmith.compose.treefile.ValueType.Pair;

/**
 * Every key of a treefile: its shape, its default, what of it is built, and what it means. The parser, the JSON schema
 * and the reference page are made from this table; {@code packages-ARCH} is {@link #PACKAGES} under a condition.
 */
enum Key {
    EDITION(row("edition")
            .takes(new Choice(List.of("2014", "2024")))
            .defaults("2014")
            .says("""
            Which defaults apply. 2024 changes `boot-location` to `modules` and `tmp-is-dir` to `true`.""")),
    NAME(row("name").takes(STRING).ours().says("""
            Names the artifacts: letters, digits, `.`, `_`, `+` and `-`. Default: the treefile's base name.""")),
    REF(row("ref").takes(STRING).says("""
            The branch of the commit, as `debian/13/${basearch}/container-host`. Required.""").substituted()),
    BASEARCH(row("basearch").takes(STRING).says("""
            The architecture, in RPM's spelling. Composing for another machine's is not possible, so it only asserts.""")),
    RELEASEVER(row("releasever").takes(STRING_OR_NUMBER).says("""
            Fills `$releasever` in repository files; also a variable.""")),
    VARIABLES(row("variables").takes(new MapOf(VARIABLE)).says("""
            Variables for `${name}` in the keys marked "substituted" and for conditions. `basearch` and `releasever` \
            are always defined. The including file's value wins.""")),
    INCLUDE(row("include").takes(STRING_OR_STRINGS).says("""
            Treefiles, or kickstart files (`.ks`), to build on, relative to this one. Scalars of the including file win, lists are \
            joined (later includes first, the including file last), mappings are merged. A file included twice is an error.""")),
    ARCH_INCLUDE(row("arch-include").takes(new MapOf(STRING_OR_STRINGS)).says("""
            Like `include`, by architecture; comes after `include`.""")),
    CONDITIONAL_INCLUDE(row("conditional-include")
            .takes(new ListOf(new Fields(List.of(
                    new Field("if", STRING_OR_STRINGS, true, "Conditions, all of which must hold."),
                    new Field("include", INCLUDED, true, "What is then included.")))))
            .says("""
            Like `include`, if conditions hold: `variable operator value` with `==` `!=` `<` `<=` `>` `>=` and a \
            number, `true`, `false` or "string". Variables of the including files count, those of included ones do not. \
            `include` may be a treefile in place.""")),

    REPOS(row("repos").takes(STRINGS).says("""
            Repositories, by id, defined beside the treefile: sections of yum's `.repo` files, or apt's deb822 `.sources` files by base name. \
            Required where there are packages.""")),
    LOCKFILE_REPOS(row("lockfile-repos")
            .takes(STRINGS)
            .says("Repositories that serve the versions of `--lockfile` only; without one they are not read.")),
    REPOVARS(row("repovars")
            .takes(new MapOf(STRING))
            .says("Variables of repository files, besides `basearch` and `releasever`.")),
    PACKAGES(row("packages").takes(STRINGS).says("""
            Packages to install. An entry is split at white space; `'name >= 1.2'` in single quotes, or an entry that is just \
            that, asks for a version, as does `name-1.2`. A name may be a capability or a file; `@name` is a group of the \
            repositories' comps, `@^name` an environment.""")),
    BOOTSTRAP_PACKAGES(row("bootstrap_packages").takes(STRINGS).says("Old spelling of `packages`; both are joined.")),
    EXCLUDE_PACKAGES(row("exclude-packages").takes(STRINGS).says("""
            Packages that must not come in: an error if another package needs one, else left out.""")),
    RECOMMENDS(row("recommends").takes(BOOLEAN).defaults(true).says("Whether weak dependencies are installed.")),
    DOCUMENTATION(row("documentation").takes(BOOLEAN).defaults(true).says("""
            `false` leaves out files that packages mark as documentation.""")),
    INSTALL_LANGS(row("install-langs").takes(STRINGS).says("Languages to keep, as `en_US`. Default: all.")),

    REMOVE_FROM_PACKAGES(row("remove-from-packages").takes(new ListOf(STRINGS)).says("""
            Files of single packages to leave out: `[package, regular expression...]`; an expression is found anywhere in the \
            absolute path.""")),
    OSTREE_LAYERS(row("ostree-layers").takes(STRINGS).says("""
            Overlay directories laid over the packages; a file that is already there is an error. `overlay/NAME` is \
            `overlay.d/NAME` beside this treefile or beside the first one, anything else a path.""")),
    OSTREE_OVERRIDE_LAYERS(row("ostree-override-layers").takes(STRINGS).says("""
            Like `ostree-layers`, after them; their files replace others.""")),
    ADD_FILES(row("add-files")
            .takes(new ListOf(new Pair("source", "destination")))
            .says("""
            Files to copy: the source beside this treefile, the destination under `/usr`, `/etc`, `/bin`, `/sbin`, `/lib` or `/lib64`.""")),
    REMOVE_FILES(row("remove-files").takes(STRINGS).says("Files or directories to remove from the tree.")),
    POSTPROCESS(row("postprocess").takes(STRINGS).says("""
            Scripts that run in the tree, without network; those of included files first.""")),
    POSTPROCESS_SCRIPT(row("postprocess-script").takes(STRING).says("A script file beside this treefile; runs last.")),
    READONLY_EXECUTABLES(
            row("readonly-executables").takes(BOOLEAN).defaults(false).says("""
            Takes the write bits from executables.""")),
    IGNORE_DEVICES(row("ignore-devices")
            .takes(BOOLEAN)
            .defaults(true)
            .only(true)
            .because("OSTree's commits hold files, links and directories only")
            .says("""
            Leaves out the device nodes, pipes and sockets of packages.""")),

    UNITS(row("units").takes(STRINGS).says("systemd units to enable; `.service` may be left out.")),
    DEFAULT_TARGET(row("default-target").old("default_target").takes(STRING).says("systemd's default target.")),
    INITRAMFS_ARGS(row("initramfs-args").takes(STRINGS).says("Arguments for dracut, after our own.")),
    KARGS(row("kargs").takes(STRINGS).ours().says("Kernel arguments, after the platform's own; one per entry.")),
    ETC_GROUP_MEMBERS(row("etc-group-members").takes(STRINGS).says("""
            Groups that people join. All groups of a host live in `/etc/group`, so that this changes nothing.""")),
    BOOT_LOCATION(row("boot-location")
            .old("boot_location")
            .takes(new Choice(List.of("new", "modules", "kernel-install", "legacy", "both")))
            .defaults("new", "modules")
            .only("new", "modules")
            .because(
                    "libostree since 2018 finds kernels in /usr/lib/modules, and no kernel-install runs on a host of this kind")
            .says("""
            Where the kernel lies: `modules` is `/usr/lib/modules` alone, `new` is also `/usr/lib/ostree-boot`.""")),
    TMP_IS_DIR(row("tmp-is-dir").takes(BOOLEAN).defaults(false, true).says("""
            Whether `/tmp` is a directory; if not, it is a link to `/sysroot/tmp`.""")),
    MACHINEID_COMPAT(row("machineid-compat").takes(BOOLEAN).defaults(true).says("""
            Whether `/etc/machine-id` exists, empty. `false` makes systemd see a first boot.""")),
    OPT_USRLOCAL(row("opt-usrlocal")
            .takes(new Choice(List.of("var", "root", "stateoverlay")))
            .defaults("var")
            .says("""
            Where `/opt` and `/usr/local` lie: `var` makes them links into `/var`, empty on a new machine but for what packages \
            brought; `root` keeps them in the commit, read-only; `stateoverlay` too, with a writable layer over them that \
            `ostree-state-overlay@.service` makes.""")),
    MUTATE_OS_RELEASE(row("mutate-os-release").takes(STRING).substituted().says("""
            The text in `VERSION` and `PRETTY_NAME` of `os-release` that the commit's version replaces.""")),

    AUTOMATIC_VERSION_PREFIX(row("automatic-version-prefix")
            .old("automatic_version_prefix")
            .takes(STRING)
            .substituted()
            .says("""
            The commit's version: this, or with a `<date:%Y%m%d>` in it this and `.0`; then `.1`, `.2` for as long as it stays the same. \
            The date is that of the build's timestamp, in UTC.""")),
    AUTOMATIC_VERSION_SUFFIX(
            row("automatic-version-suffix").takes(STRING).defaults(".").says("""
            The character between prefix and number.""")),
    METADATA(row("metadata").takes(new MapOf(ANY)).substituted().says("Free values, for other tools.")),
    ADD_COMMIT_METADATA(
            row("add-commit-metadata").takes(new MapOf(ANY)).substituted().says("""
            Metadata of the commit.""")),
    UPDATES(row("updates")
            .ours()
            .takes(new Fields(List.of(
                    new Field("remote", STRING, false, "Name of the remote. Default: the treefile's `name`."),
                    new Field("url", STRING, true, "Address of the repository that hosts pull from."),
                    new Field("ref", STRING, false, "The branch that hosts follow. Default: `ref`."),
                    new Field("key", STRING, false, "File with the public key, beside this treefile."),
                    new Field("verify", BOOLEAN, false, "`false` accepts commits without a key to verify them."))))
            .says("""
            Where hosts get their updates from: becomes the image's remote, its origin and its trusted key.""")),
    IMAGE(row("image")
            .ours()
            .takes(new Fields(List.of(
                    new Field("size", STRING, false, "Size of the disk, as `10 GiB`. Default: what the tree needs."),
                    new Field("root-fs", new Choice(List.of("ext4")), false, "File system of the root."))))
            .says("The disk image.")),
    CUSTOMIZATIONS(row("customizations")
            .ours()
            .takes(new ValueType.DescribedIn("customizations.schema.json"))
            .says("""
            What images of the commit have beyond it: users, keys, files, partitions; see \
            [customizations.md](customizations.md). It is no part of the commit.""")),

    SELINUX(row("selinux").takes(BOOLEAN).says("""
            Labels files by the SELinux policy in the tree; `true` makes a missing policy an error. Not said: a tree with a policy is \
            labelled.""")),
    SELINUX_LABEL_VERSION(
            row("selinux-label-version").takes(INTEGER).defaults(0L).says("""
            `1` gives `/usr/etc` the labels of `/etc`; `0` those of `/usr`.""")),
    IMA(row("ima")
            .takes(BOOLEAN)
            .defaults(false)
            .only(false)
            .because("signatures of single files are not taken from packages")
            .says("Keeps the packages' IMA signatures.")),
    PRESERVE_PASSWD(row("preserve-passwd").takes(BOOLEAN).defaults(true).says("""
            Keeps the ids of users and groups from build to build: those of `check-passwd` and `check-groups` of type `file` or `data`, \
            else those of `--lockfile`, else of the ref's last commit. `false` takes what scriptlets give out.""")),
    CHECK_PASSWD(row("check-passwd")
            .takes(ACCOUNT_CHECK)
            .defaults(Map.of("type", "none"))
            .says("Checks that no user is lost and that none has another uid or gid than an earlier state says.")),
    CHECK_GROUPS(row("check-groups")
            .takes(ACCOUNT_CHECK)
            .defaults(Map.of("type", "none"))
            .says("Checks that no group is lost and that none has another gid than an earlier state says.")),
    IGNORE_REMOVED_USERS(
            row("ignore-removed-users").takes(STRINGS).says("Users that `check-passwd` may miss; `*` stands for all.")),
    IGNORE_REMOVED_GROUPS(row("ignore-removed-groups")
            .takes(STRINGS)
            .says("Groups that `check-groups` may miss; `*` stands for all.")),
    SYSUSERS(row("sysusers")
            .takes(new Choice(List.of("compose-auto", "compose-forced")))
            .says("""
            Makes the users and groups of `sysusers.d` while composing, by the tree's own `systemd-sysusers`: `compose-auto` where \
            the tree has it, `compose-forced` in any case.""")),
    RPMDB(row("rpmdb")
            .takes(new Choice(List.of("target", "host", "sqlite", "ndb", "bdb")))
            .defaults("target")
            .says("""
            Format of the RPM database. There is one, sqlite, which every rpm since 4.16 reads; the old values mean `target`, as \
            for rpm-ostree.""")),
    RPMDB_NORMALIZE(row("rpmdb-normalize").takes(BOOLEAN).defaults(false).says("""
            Makes the RPM database reproducible. Everything that is built is, with `false` too.""")),
    REPO_METADATA(row("repo-metadata")
            .old("repo_metadata")
            .takes(new Choice(List.of("inline", "detached", "disabled")))
            .defaults("disabled")
            .says("""
            Tells what the repositories were, as `rpmostree.rpmmd-repos`: `inline` in the commit, `detached` beside it.""")),
    ADVISORIES_METADATA(row("advisories-metadata")
            .takes(new Choice(List.of("inline", "detached", "disabled")))
            .defaults("disabled")
            .says("""
            Tells which security advisories of the repositories the packages are the answer to, as `rpmostree.advisories`: `inline` in \
            the commit, `detached` beside it.""")),
    GPG_KEY(row("gpg-key")
            .old("gpg_key")
            .takes(STRING)
            .only()
            .because("keys are not looked up in somebody's key ring; name the file with --sign-key")
            .says("Signs the commit. Use `--sign-key`.")),
    REPO_PACKAGES(row("repo-packages")
            .takes(new ListOf(new Fields(List.of(
                    new Field("repo", STRING, true, "Id of the repository."),
                    new Field("packages", STRINGS, true, "Packages to install from there.")))))
            .says("Packages from a named repository, whatever others have.")),
    MODULES(row("modules")
            .takes(new Fields(List.of(
                    new Field("enable", STRINGS, false, "Streams to enable, as `name:stream`."),
                    new Field("disable", STRINGS, false, "Modules to disable."),
                    new Field(
                            "install",
                            STRINGS,
                            false,
                            "Streams to enable, as `name:stream/profile`, with the packages of the profile; "
                                    + "without one, those of the default profiles."))))
            .says("Streams of RPM modules, beside those that are enabled by default.")),
    PLATFORM_MODULE(row("platform-module").takes(STRING).substituted().says("""
                    The platform that modules are for, as `platform:el9`. Not said: what a module requires of its platform is not \
                    looked at.""")),
    NO_INITRAMFS(row("no-initramfs")
            .takes(BOOLEAN)
            .defaults(false)
            .only(false)
            .because(
                    "without an initramfs a host does not find its deployment; a tree without a kernel is 'container: true'")
            .says("Makes no initramfs.")),
    CLIWRAP(row("cliwrap")
            .takes(BOOLEAN)
            .defaults(false)
            .only(false)
            .because("the wrappers are a part of rpm-ostree, which hosts do not have")
            .says("Wraps `rpm` and others.")),
    CLIWRAP_BINARIES(row("cliwrap-binaries")
            .takes(STRINGS)
            .only()
            .because("the wrappers are a part of rpm-ostree, which hosts do not have")
            .says("Which binaries are wrapped.")),
    CONTAINER(row("container").takes(BOOLEAN).defaults(false).says("""
            A tree for a container, without kernel, initramfs and boot loader. Implies `tmp-is-dir` and `selinux: false`.""")),
    CONTAINER_CMD(row("container-cmd").takes(STRINGS).says("""
            The command of a container image of the commit (`atomsmith oci encapsulate`): `ostree.container-cmd` in its \
            metadata.""")),
    ROJIG(row("rojig")
            .takes(new Fields(List.of(
                    new Field("name", STRING, true, "Names the artifacts where `name` does not."),
                    new Field("summary", STRING, false, "Not used."),
                    new Field("license", STRING, false, "Not used."),
                    new Field("description", STRING, false, "Not used."))))
            .says("What is left of a retired format: its name."));

    private final KeyRow row;

    Key(KeyRow row) {
        this.row = row;
    }

    /** The key as it is written. */
    String word() {
        return row.word();
    }

    /** Its oldest spelling, if it had another. */
    Optional<String> oldWord() {
        return row.oldWord();
    }

    ValueType type() {
        return row.type();
    }

    /** What the key means, in Markdown. */
    String says() {
        return row.says();
    }

    /** Whether rpm-ostree does not know the key. */
    boolean isOurs() {
        return row.isOurs();
    }

    /** Whether <code>${variable}</code> is replaced in it. */
    boolean isSubstituted() {
        return row.isSubstituted();
    }

    /** The default, as a plain value, if it is a fixed one. */
    Optional<Object> defaultValue(int edition) {
        return edition >= 2024 ? row.default2024() : row.default2014();
    }

    /** Values that are built, as plain ones; absent when all are. */
    Optional<List<Object>> built() {
        return row.built();
    }

    /** Why other values than {@link #built()} are refused. */
    String reason() {
        return row.reason();
    }

    /** The key that a word in a treefile means. */
    static Optional<Key> of(String word) {
        return Arrays.stream(values())
                .filter(key -> key.word().equals(word)
                        || key.oldWord().filter(word::equals).isPresent())
                .findFirst();
    }

    /** All words, without old spellings. */
    static List<String> words() {
        return Arrays.stream(values()).map(Key::word).toList();
    }

    private static KeyRow row(String word) {
        return new KeyRow(word);
    }
}
