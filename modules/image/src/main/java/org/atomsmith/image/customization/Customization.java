package org.atomsmith.image.customization;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.compose.treefile.Located;
import org.atomsmith.compose.treefile.Position;
import org.atomsmith.compose.treefile.Problems;

/**
 * What an image has beyond its commit. Names and shapes follow osbuild's blueprint ({@code customizations}); what only we
 * have is marked so in {@link CustomizationKey}. Everything was read and checked as far as that is possible without the
 * tree; values carry the place where they are written, for what the tree says about them.
 *
 * @param written the customizations that are given, by name, and where
 */
public record Customization(
        SortedMap<String, Position> written,
        Optional<Located<String>> hostname,
        List<User> users,
        List<SshKey> sshKeys,
        List<Group> groups,
        Time time,
        Language language,
        List<Located<String>> kernelArguments,
        Services services,
        List<Entry> files,
        List<Entry> directories,
        List<Located<PemCertificates>> certificates,
        Firewall firewall,
        Dns dns,
        Optional<Swap> swap,
        Optional<Located<String>> firstBoot,
        Storage storage) {

    /** Nothing: the image is the commit. */
    public static final Customization NONE = new Customization(
            new TreeMap<>(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            new Time(Optional.empty(), List.of()),
            new Language(List.of(), Optional.empty()),
            List.of(),
            new Services(List.of(), List.of(), List.of()),
            List.of(),
            List.of(),
            List.of(),
            new Firewall(List.of(), List.of(), List.of()),
            new Dns(List.of(), List.of()),
            Optional.empty(),
            Optional.empty(),
            new Storage(OptionalLong.empty(), Optional.empty(), OptionalLong.empty(), List.of()));

    /** Whether nothing is customized. */
    public boolean isEmpty() {
        return written.isEmpty();
    }

    /** The names of all customizations, in the order of the documentation: what a platform permits is a set of these. */
    public static List<String> names() {
        return CustomizationKey.words();
    }

    /**
     * The customizations that a platform does not permit.
     *
     * @param allowed names of {@link #names()}
     * @return names and places, in the order of the names
     */
    public List<Located<String>> unsupported(Set<String> allowed) {
        List<Located<String>> refused = new ArrayList<>();
        for (Map.Entry<String, Position> entry : written.entrySet()) {
            if (!allowed.contains(entry.getKey())) {
                refused.add(new Located<>(entry.getKey(), entry.getValue()));
            }
        }
        return List.copyOf(refused);
    }

    /**
     * Refuses what a platform does not permit.
     *
     * @param platform its name, for the message
     * @param allowed names of {@link #names()}
     * @throws org.atomsmith.compose.treefile.TreefileException with every one that is refused
     */
    public void checkAllowed(String platform, Set<String> allowed) {
        Problems problems = new Problems();
        for (Located<String> refused : unsupported(allowed)) {
            problems.error(
                    refused.at(),
                    "platform '" + platform + "' does not take the customization '" + refused + "'",
                    "remove it, or make the image for another platform");
        }
        problems.throwIfAny();
    }

    /** How a user becomes root. */
    public enum Sudo {
        /** With the user's own password. */
        PASSWORD,
        /** Without one. */
        NOPASSWD
    }

    /**
     * A user to make, or changes of one that the tree has.
     *
     * @param description the field GECOS
     * @param keys lines of {@code authorized_keys}
     * @param home absolute
     * @param groups supplementary ones
     * @param expireDay days since 1970 after which the account is disabled
     * @param resetPassword whether the password has to be changed at the first login
     */
    public record User(
            Located<String> name,
            Optional<String> description,
            Optional<PasswordHash> password,
            List<String> keys,
            Optional<Located<String>> home,
            Optional<Located<String>> shell,
            List<Located<String>> groups,
            Optional<Located<Integer>> uid,
            Optional<Located<Integer>> gid,
            OptionalInt expireDay,
            boolean resetPassword,
            Optional<Sudo> sudo) {
        /** The user in one more group. */
        User with(Located<String> group) {
            List<Located<String>> more = new ArrayList<>(groups);
            more.add(group);
            return new User(
                    name,
                    description,
                    password,
                    keys,
                    home,
                    shell,
                    List.copyOf(more),
                    uid,
                    gid,
                    expireDay,
                    resetPassword,
                    sudo);
        }
    }

    /** A line of {@code authorized_keys} for a user. */
    public record SshKey(Located<String> user, String line) {}

    /** A group to make. */
    public record Group(Located<String> name, Optional<Located<Integer>> gid) {}

    /** Time zone and time servers. */
    public record Time(Optional<Located<String>> zone, List<Located<String>> servers) {}

    /**
     * Language and keyboard.
     *
     * @param locales the first is the system's own
     */
    public record Language(List<Located<String>> locales, Optional<Located<String>> keyboard) {}

    /** Units by name with their suffix. */
    public record Services(
            List<Located<String>> enabled, List<Located<String>> disabled, List<Located<String>> masked) {}

    /**
     * A file or a directory.
     *
     * @param path absolute
     * @param mode permission bits
     * @param user name or number
     * @param group name or number
     * @param content of a file; empty for a directory
     * @param ensureParents whether missing directories above are made
     */
    public record Entry(
            Located<String> path,
            OptionalInt mode,
            Optional<Located<String>> user,
            Optional<Located<String>> group,
            Content content,
            boolean ensureParents) {}

    /** The bytes of a file. They may be secret: the text form does not show them. */
    public record Content(byte[] bytes) {
        @Override
        public String toString() {
            return bytes.length + " bytes";
        }
    }

    /**
     * A port that is open.
     *
     * @param first a number, or the name of a service of {@code /etc/services}
     * @param last the range's last number; the first for one port
     * @param protocol tcp, udp, sctp or dccp
     */
    public record Port(String first, String last, String protocol) {}

    /** What the firewall lets in. */
    public record Firewall(List<Located<Port>> ports, List<Located<String>> enabled, List<Located<String>> disabled) {
        /** Whether anything is asked for. */
        public boolean isEmpty() {
            return ports.isEmpty() && enabled.isEmpty() && disabled.isEmpty();
        }
    }

    /** Name servers, by address, and domains to search. */
    public record Dns(List<Located<String>> servers, List<Located<String>> search) {
        /** Whether anything is asked for. */
        public boolean isEmpty() {
            return servers.isEmpty() && search.isEmpty();
        }
    }

    /**
     * A swap file.
     *
     * @param bytes whole pages
     * @param path absolute
     */
    public record Swap(long bytes, Located<String> path) {}

    /**
     * Sizes and partitions.
     *
     * @param diskBytes the disk has at least as many
     * @param rootFileSystem of the root
     * @param rootBytes the root partition has at least as many
     * @param partitions beyond those that every disk has
     */
    public record Storage(
            OptionalLong diskBytes,
            Optional<Located<String>> rootFileSystem,
            OptionalLong rootBytes,
            List<Partition> partitions) {}

    /**
     * A partition of its own.
     *
     * @param mountPoint absolute, not the root
     * @param fileSystem its name
     * @param label of the file system
     * @param partitionName in the partition table
     * @param minBytes it has at least as many
     */
    public record Partition(
            Located<String> mountPoint,
            Located<String> fileSystem,
            Optional<Located<String>> label,
            Optional<String> partitionName,
            OptionalLong minBytes) {}
}
