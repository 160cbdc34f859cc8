package org.atomsmith.cli.architecture;

import java.util.List;

/**
 * A module that may use another.
 *
 * @param from the one that uses
 * @param to the one that is used
 * @param reason what for
 */
record Edge(String from, String to, String reason) {

    /** The edge as a row of docs/architecture.md's table. */
    String line() {
        return "| `" + from + "` | `" + to + "` | " + reason + " |";
    }

    /** Every edge that there may be. */
    static final List<Edge> ALL = List.of(
            new Edge("linux", "event", "copying and child processes report how far they are"),
            new Edge("rpm", "event", "downloads report how far they are"),
            new Edge("rpm", "linux", "caches are locked and written safely"),
            new Edge("rpm", "tls", "downloads are from servers that prove who they are"),
            new Edge("rpm", "deflate", "metadata of repositories are compressed: the same bytes on every machine"),
            new Edge("deb", "rpm", "presents an apt suite through RPM's package model"),
            new Edge("deb", "event", "downloads report how far they are"),
            new Edge("deb", "linux", "caches are locked and written safely, and liblzma unpacks packages"),
            new Edge("ostree", "event", "commits and pulls report how far they are"),
            new Edge("ostree", "linux", "objects are files with owners, modes and attributes"),
            new Edge("ostree", "tls", "pulls are from servers that prove who they are"),
            new Edge("ostree", "deflate", "an archive repository's objects are compressed"),
            new Edge("disk", "deflate", "clusters of qcow2 and grains of VMDK images are compressed"),
            new Edge("disk", "linux", "holes of files are found, and liblzma packs and unpacks images"),
            new Edge("oci", "deflate", "layers are compressed: the same bytes on every machine"),
            new Edge("oci", "linux", "layout directories are written safely"),
            new Edge("solver", "rpm", "solves over RPM's package model"),
            new Edge("solver", "event", "loading a large pool reports how far it is"),
            new Edge("compose", "solver", "a treefile's packages are resolved to a lockfile"),
            new Edge("compose", "deb", "wiring: a .sources file names an apt suite"),
            new Edge("compose", "rpm", "a package becomes a tree"),
            new Edge("compose", "ostree", "trees are objects of a repository, and the result is a commit"),
            new Edge("compose", "deflate", "the jar of a program that enters the tree is compressed"),
            new Edge("compose", "linux", "scriptlets run in the sandbox"),
            new Edge("compose", "event", "every step reports how far it is"),
            new Edge(
                    "image",
                    "compose",
                    "an image begins with a composed commit, and bootloaders come from its packages"),
            new Edge("image", "disk", "an image is partitions and file systems in a disk format"),
            new Edge("image", "ostree", "a commit is deployed into the root file system"),
            new Edge("image", "rpm", "the bootloader's packages are read"),
            new Edge("image", "linux", "bootloader tools run in the sandbox"),
            new Edge("image", "event", "writing an image reports how far it is"),
            new Edge("host", "ostree", "deployments of the running system, and pulls"),
            new Edge("host", "compose", "packages are layered on a commit by the composer"),
            new Edge("host", "disk", "the boot loader's place on a disk"),
            new Edge("host", "rpm", "names what the host's package requires, and packages that are layered"),
            new Edge("host", "solver", "requests are solved against the image's packages"),
            new Edge("host", "oci", "updates come in container images"),
            new Edge("host", "linux", "system calls and child processes"),
            new Edge("host", "event", "upgrades report how far they are"),
            new Edge("qa", "linux", "QEMU is a child process"),
            new Edge("qa", "event", "each check reports"),
            new Edge("cli", "qa", "the commands qa, boot and build"),
            new Edge("cli", "host", "the host's program enters the tree, and tests start it"),
            new Edge("cli", "image", "the commands image and build"),
            new Edge("cli", "compose", "the commands resolve, compose and build"),
            new Edge("cli", "oci", "the command oci names images and registries"),
            new Edge("cli", "ostree", "commands name refs and commits"),
            new Edge("cli", "solver", "explains why a package is in"),
            new Edge("cli", "rpm", "names packages"),
            new Edge("cli", "disk", "names disk formats"),
            new Edge("cli", "linux", "knows as whom it runs"),
            new Edge("cli", "event", "shows progress"));
}
