package org.atomsmith.cli.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.atomsmith.cli.command.UsageException;
import org.atomsmith.compose.treefile.Node;
import org.atomsmith.image.customization.Customization;
import org.atomsmith.image.customization.CustomizationReader;
import picocli.CommandLine.Option;

/**
 * What images have beyond their commit: a file in the words of docs/customizations.md, and flags for what is asked for
 * most, laid over it.
 */
final class CustomizationOptions {
    private static final String ROOT = "root";

    @Option(names = "--customizations", paramLabel = "FILE", description = "Customizations, in YAML or JSON.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--hostname", paramLabel = "NAME", description = "The host's name.")
    private Optional<String> hostname = Optional.empty();

    @Option(names = "--user", paramLabel = "NAME", description = "Makes a user.")
    private List<String> users = new ArrayList<>();

    @Option(names = "--admin", paramLabel = "NAME", description = "Makes a user who becomes root without a password.")
    private List<String> admins = new ArrayList<>();

    @Option(
            names = "--ssh-key",
            paramLabel = "[USER=]KEY",
            description =
                    "A public key, or the file that holds it, for a user (default: the first --admin or --user, else root).")
    private List<String> sshKeys = new ArrayList<>();

    @Option(
            names = "--password-file",
            paramLabel = "[USER=]FILE",
            description = "A file with the hash of a password, for the console (default: root's).")
    private List<String> passwords = new ArrayList<>();

    @Option(names = "--timezone", paramLabel = "ZONE", description = "As Europe/Berlin.")
    private Optional<String> timezone = Optional.empty();

    @Option(names = "--locale", paramLabel = "LOCALE", description = "As en_US.UTF-8.")
    private Optional<String> locale = Optional.empty();

    @Option(names = "--keyboard", paramLabel = "KEYMAP", description = "The console's keymap, as us.")
    private Optional<String> keyboard = Optional.empty();

    @Option(names = "--karg", paramLabel = "ARGUMENT", description = "Appends a kernel argument.")
    private List<String> kernelArguments = new ArrayList<>();

    @Option(names = "--enable", paramLabel = "UNIT", description = "Enables a unit.")
    private List<String> enabled = new ArrayList<>();

    @Option(names = "--disable", paramLabel = "UNIT", description = "Disables a unit.")
    private List<String> disabled = new ArrayList<>();

    @Option(names = "--mask", paramLabel = "UNIT", description = "Masks a unit.")
    private List<String> masked = new ArrayList<>();

    @Option(
            names = "--copy",
            paramLabel = "FILE:PATH",
            description = "Copies a file to a path in /etc or in what lies in /var.")
    private List<String> copies = new ArrayList<>();

    @Option(names = "--ca-cert", paramLabel = "FILE", description = "Trusts the authorities in a PEM file.")
    private List<String> authorities = new ArrayList<>();

    @Option(names = "--open-port", paramLabel = "PORT:PROTOCOL", description = "Lets a port in, as 443:tcp.")
    private List<String> ports = new ArrayList<>();

    @Option(names = "--dns", paramLabel = "ADDRESS", description = "A name server.")
    private List<String> nameServers = new ArrayList<>();

    @Option(names = "--swap", paramLabel = "SIZE", description = "A swap file, as '2 GiB'.")
    private Optional<String> swap = Optional.empty();

    @Option(names = "--first-boot", paramLabel = "FILE", description = "A script that the first boot runs.")
    private Optional<String> firstBoot = Optional.empty();

    @Option(
            names = "--partition",
            paramLabel = "MOUNTPOINT=SIZE",
            description = "The smallest size of the root, as '/=8 GiB', or of a partition of its own, as '/var=4 GiB'.")
    private List<String> partitions = new ArrayList<>();

    /**
     * All of it, in layers: the build file's, those of the files, the flags'.
     *
     * @param buildFile what the build file says under {@code customizations}
     * @throws org.atomsmith.compose.treefile.TreefileException with everything that is wrong
     */
    Customization read(Optional<Node.Mapping> buildFile) throws IOException {
        CustomizationReader reader = new CustomizationReader();
        List<Node.Mapping> layers = new ArrayList<>();
        buildFile.ifPresent(layers::add);
        for (Path file : files) {
            layers.add(reader.parse(file));
        }
        Node.Mapping flags = flags();
        if (!flags.entries().isEmpty()) {
            layers.add(flags);
        }
        return reader.read(layers);
    }

    private Node.Mapping flags() throws IOException {
        WrittenByFlags all = new WrittenByFlags();
        hostname.ifPresent(name -> all.text("--hostname", name, "hostname"));
        for (String name : users) {
            all.item("--user", "user").text("name", name);
        }
        for (String name : admins) {
            all.item("--admin", "user").text("name", name).text("sudo", "nopasswd");
        }
        for (String password : passwords) {
            Assigned assigned = Assigned.of(password, ROOT);
            all.item("--password-file", "user")
                    .text("name", assigned.user())
                    .text(
                            "password",
                            Files.readString(Path.of(assigned.value())).strip());
        }
        String first =
                Stream.concat(admins.stream(), users.stream()).findFirst().orElse(ROOT);
        for (String key : sshKeys) {
            Assigned assigned = Assigned.of(key, first);
            all.item("--ssh-key", "sshkey").text("user", assigned.user()).text("key", key(assigned.value()));
        }
        timezone.ifPresent(zone -> all.text("--timezone", zone, "timezone", "timezone"));
        locale.ifPresent(name -> all.list("--locale", List.of(name), "locale", "languages"));
        keyboard.ifPresent(name -> all.text("--keyboard", name, "locale", "keyboard"));
        if (!kernelArguments.isEmpty()) {
            all.text("--karg", String.join(" ", kernelArguments), "kernel", "append");
        }
        all.list("--enable", enabled, "services", "enabled");
        all.list("--disable", disabled, "services", "disabled");
        all.list("--mask", masked, "services", "masked");
        for (String copy : copies) {
            String[] parts = pair("--copy", copy, ":", "FILE:PATH");
            all.item("--copy", "files").text("source", parts[0]).text("path", parts[1]);
        }
        all.list("--ca-cert", authorities, "cacerts", "files");
        all.list("--open-port", ports, "firewall", "ports");
        all.list("--dns", nameServers, "dns", "servers");
        swap.ifPresent(size -> all.text("--swap", size, "swap", "size"));
        firstBoot.ifPresent(file -> all.text("--first-boot", file, "firstboot", "file"));
        for (String partition : partitions) {
            String[] parts = pair("--partition", partition, "=", "MOUNTPOINT=SIZE");
            all.item("--partition", "filesystem").text("mountpoint", parts[0]).text("minsize", parts[1]);
        }
        return all.mapping();
    }

    private static String key(String value) throws IOException {
        return value.contains(" ") ? value : Files.readString(Path.of(value)).strip();
    }

    private static String[] pair(String flag, String text, String separator, String shape) {
        int at = text.lastIndexOf(separator);
        if (at < 1 || at == text.length() - 1) {
            throw new UsageException(flag + " takes " + shape + ", found '" + text + "'");
        }
        return new String[] {text.substring(0, at), text.substring(at + 1)};
    }

    /** A value for a user; paths and keys may hold the separator, names of users not. */
    private record Assigned(String user, String value) {
        static Assigned of(String text, String otherwise) {
            int equals = text.indexOf('=');
            return equals > 0 && text.substring(0, equals).matches("[a-z_][a-z0-9_-]*")
                    ? new Assigned(text.substring(0, equals), text.substring(equals + 1))
                    : new Assigned(otherwise, text);
        }
    }
}
