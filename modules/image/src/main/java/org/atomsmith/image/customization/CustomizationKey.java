package org.atomsmith.image.customization;

import static org.atomsmith.compose.treefile.ValueTypes.BOOLEAN;
import static org.atomsmith.compose.treefile.ValueTypes.INTEGER;
import static org.atomsmith.compose.treefile.ValueTypes.STRING;
import static org.atomsmith.compose.treefile.ValueTypes.STRINGS;
import static org.atomsmith.compose.treefile.ValueTypes.STRING_OR_INTEGER;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.atomsmith.compose.treefile.ValueType;
import org.atomsmith.compose.treefile.ValueType.Choice;
import org.atomsmith.compose.treefile.ValueType.Field;
import org.atomsmith.compose.treefile.ValueType.Fields;
import org.atomsmith.compose.treefile.ValueType.ListOf;

/**
 * Every customization: its shape and its meaning. The reader, the JSON schema and the reference page are made from this
 * table. Words and shapes are those of osbuild's blueprint where it has them.
 */
enum CustomizationKey {
    HOSTNAME("hostname", STRING, false, "The host's name: `/etc/hostname`. A platform that names its machines wins."),
    USER(
            "user",
            new ListOf(new Fields(List.of(
                    must("name", STRING, "The user's name. Required."),
                    may("description", STRING, "What the user is called."),
                    may("password", new ValueType.Secret("a password hash"), "A hash, never the password itself."),
                    may("key", STRING, "Public ssh keys, one per line."),
                    may("home", STRING, "The home directory. Default: `/home/NAME`."),
                    may("shell", STRING, "The login shell. Default: `/bin/bash`, else `/bin/sh`."),
                    may("groups", STRINGS, "Further groups."),
                    may("uid", INTEGER, "Default: the next free one."),
                    may("gid", INTEGER, "Default: a group of the user's own."),
                    may("expiredate", INTEGER, "The account ends so many days after 1970."),
                    may("force_password_reset", BOOLEAN, "The first login asks for a new password."),
                    may(
                            "sudo",
                            new Choice(List.of("password", "nopasswd")),
                            "Ours: becomes root, with the own password or without.")))),
            false,
            "Users. One that the tree has, as `root`, is changed."),
    SSHKEY(
            "sshkey",
            new ListOf(new Fields(List.of(
                    must("user", STRING, "Of `user` or of the tree. Required."),
                    must("key", STRING, "Public ssh keys, one per line. Required.")))),
            false,
            "Keys that users log in with."),
    GROUP(
            "group",
            new ListOf(new Fields(List.of(
                    must("name", STRING, "The group's name. Required."),
                    may("gid", INTEGER, "Default: the next free one.")))),
            false,
            "Groups."),
    TIMEZONE(
            "timezone",
            new Fields(List.of(
                    may("timezone", STRING, "As `Europe/Berlin`: `/etc/localtime`."),
                    may("ntpservers", STRINGS, "Time servers, for systemd-timesyncd or chrony."))),
            false,
            "Time."),
    LOCALE(
            "locale",
            new Fields(List.of(
                    may("languages", STRINGS, "Locales that the tree must have; the first is the system's."),
                    may("keyboard", STRING, "The console's keymap."))),
            false,
            "Language and keyboard."),
    KERNEL(
            "kernel",
            new Fields(List.of(
                    may(
                            "append",
                            STRING,
                            "Kernel arguments, separated by spaces, after the platform's and the tree's."),
                    may("name", STRING, "Refused: an image has the one kernel of its commit."))),
            false,
            "The kernel."),
    SERVICES(
            "services",
            new Fields(List.of(
                    may("enabled", STRINGS, "As `systemctl enable`; `.service` may be left out."),
                    may("disabled", STRINGS, "As `systemctl disable`."),
                    may("masked", STRINGS, "As `systemctl mask`."))),
            false,
            "systemd's units."),
    FILES(
            "files",
            new ListOf(new Fields(List.of(
                    must("path", STRING, "Absolute, in `/etc` or in what lies in `/var`. Required."),
                    may("data", STRING, "The content."),
                    may("source", STRING, "Ours: the content is that of this file, beside the one that names it."),
                    may("mode", STRING, "Octal. Default: `\"0644\"`."),
                    may("user", STRING_OR_INTEGER, "Owner, by name or number. Default: root."),
                    may("group", STRING_OR_INTEGER, "Group, by name or number. Default: root.")))),
            false,
            "Files."),
    DIRECTORIES(
            "directories",
            new ListOf(new Fields(List.of(
                    must("path", STRING, "Absolute, in `/etc` or in what lies in `/var`. Required."),
                    may("mode", STRING, "Octal. Default: `\"0755\"`."),
                    may("user", STRING_OR_INTEGER, "Owner, by name or number. Default: root."),
                    may("group", STRING_OR_INTEGER, "Group, by name or number. Default: root."),
                    may("ensure_parents", BOOLEAN, "Makes what is missing above it.")))),
            false,
            "Directories."),
    CACERTS(
            "cacerts",
            new Fields(List.of(
                    may("pem_certs", STRINGS, "Certificates, in PEM."),
                    may("files", STRINGS, "Ours: files with certificates in PEM, beside the one that names them."))),
            false,
            "Authorities that the host trusts beside the tree's."),
    FIREWALL(
            "firewall",
            new Fields(List.of(
                    may("ports", STRINGS, "`PORT:PROTOCOL`, `FIRST-LAST:PROTOCOL`, `NAME:PROTOCOL`."),
                    may(
                            "services",
                            new Fields(List.of(
                                    may("enabled", STRINGS, "Services that are let in."),
                                    may("disabled", STRINGS, "Services that are not."))),
                            "By the name of firewalld or of `/etc/services`."),
                    may(
                            "zones",
                            new ListOf(new Fields(
                                    List.of(may("name", STRING, "Refused."), may("sources", STRINGS, "Refused.")))),
                            "Refused: not built."))),
            false,
            "What the firewall lets in: firewalld's if the tree has it, else nftables'."),
    DNS(
            "dns",
            new Fields(List.of(
                    may("servers", STRINGS, "Addresses, with `#NAME` for DNS over TLS."),
                    may("search", STRINGS, "Domains that are tried for short names."))),
            true,
            "Name servers beside those of the network."),
    SWAP(
            "swap",
            new Fields(List.of(
                    must("size", STRING_OR_INTEGER, "As `2 GiB`, or bytes. Required."),
                    may("path", STRING, "Default: `/var/swapfile`."))),
            true,
            "A swap file, which the first boot makes."),
    FIRSTBOOT(
            "firstboot",
            new Fields(List.of(
                    may("script", STRING, "The script, which begins with `#!`."),
                    may("file", STRING, "The file that holds it, beside the one that names it."))),
            true,
            "A script that runs once as root, with the network up."),
    FILESYSTEM(
            "filesystem",
            new ListOf(new Fields(List.of(
                    must("mountpoint", STRING, "`/`, `/boot`, or a directory in `/var`. Required."),
                    may("minsize", STRING_OR_INTEGER, "As `2 GiB`, or bytes.")))),
            false,
            "Sizes: of the root, and of partitions of their own."),
    DISK(
            "disk",
            new Fields(List.of(
                    may("type", STRING, "`gpt`."),
                    may("minsize", STRING_OR_INTEGER, "The disk has at least this size."),
                    may(
                            "partitions",
                            new ListOf(new Fields(List.of(
                                    may("type", STRING, "`plain`."),
                                    may("mountpoint", STRING, "`/`, `/boot`, or a directory in `/var`."),
                                    may("minsize", STRING_OR_INTEGER, "As `2 GiB`, or bytes."),
                                    may("fs_type", STRING, "`ext4`, the default, or `xfs`; `/boot` is ext4."),
                                    may(
                                            "label",
                                            STRING,
                                            "Of the file system, at most 16 bytes, 12 of xfs. Default: the mount point's last part."),
                                    may("part_label", STRING, "The partition's name. Default: the label.")))),
                            "Partitions."))),
            false,
            "The disk, instead of `filesystem`.");

    private final String word;
    private final ValueType type;
    private final boolean ours;
    private final String says;

    CustomizationKey(String word, ValueType type, boolean ours, String says) {
        this.word = word;
        this.type = type;
        this.ours = ours;
        this.says = says;
    }

    private static Field may(String name, ValueType type, String says) {
        return new Field(name, type, false, says);
    }

    private static Field must(String name, ValueType type, String says) {
        return new Field(name, type, true, says);
    }

    /** The customization's name. */
    String word() {
        return word;
    }

    ValueType type() {
        return type;
    }

    /** Whether osbuild's blueprint does not have it. */
    boolean isOurs() {
        return ours;
    }

    /** What it does, in Markdown. */
    String says() {
        return says;
    }

    /** All names, in the table's order. */
    static List<String> words() {
        return Arrays.stream(values()).map(CustomizationKey::word).toList();
    }

    /** The customization of that name. */
    static Optional<CustomizationKey> of(String word) {
        return Arrays.stream(values()).filter(key -> key.word.equals(word)).findFirst();
    }

    /** Why a customization of osbuild's blueprint is not here, and what to do instead; empty for other words. */
    static Optional<String> refusal(String word) {
        return Optional.ofNullable(
                switch (word) {
                    case "luks" -> "encrypted partitions are not built; encrypt on the host";
                    case "lvm" -> "logical volumes are not built; use 'disk.partitions'";
                    case "fips" -> "it needs a tree that is made for it; put 'fips=1' and the policy into the treefile";
                    case "openscap" ->
                        "the tree is not changed by an image; run OpenSCAP in the treefile's 'postprocess'";
                    case "repositories", "rpm", "rhsm" -> "packages are the commit's; put it into the treefile";
                    case "installer", "installation_device" -> "it belongs to the answers of the installer";
                    case "ignition", "fdo" -> "it needs an agent that hosts do not have; use 'firstboot' or 'files'";
                    case "partitioning_mode" -> "partitions are plain; remove it";
                    case "containers-storage" -> "containers live in /var; remove it";
                    default -> null;
                });
    }
}
