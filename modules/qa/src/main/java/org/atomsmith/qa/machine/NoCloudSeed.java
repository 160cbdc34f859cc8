package org.atomsmith.qa.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.atomsmith.linux.Command;

/**
 * What a guest learns at its first boot, in the form of cloud-init's NoCloud data source: a small FAT disk with the
 * label {@code CIDATA} and the files {@code meta-data} and {@code user-data}.
 *
 * @param instanceId tells the guest that this is its first boot here
 * @param hostName the name that it takes
 * @param user the account that may log in and become root without a password
 * @param sshKeys the public keys that open it, each one line of {@code authorized_keys}
 */
record NoCloudSeed(String instanceId, String hostName, String user, List<String> sshKeys) {
    private static final int KIBIBYTES = 1440;

    NoCloudSeed {
        sshKeys = List.copyOf(sshKeys);
        for (String key : sshKeys) {
            if (!key.matches("[\\x20-\\x7e&&[^\"\\\\]]+")) {
                throw new IllegalArgumentException("not a public key in one line of plain text: " + key);
            }
        }
        if (!instanceId.matches("[\\w-]+") || !hostName.matches("[\\w.-]+") || !user.matches("[\\w-]+")) {
            throw new IllegalArgumentException("not a name: " + instanceId + ", " + hostName + " or " + user);
        }
    }

    String metaData() {
        return "instance-id: " + instanceId + "\nlocal-hostname: " + hostName + "\n";
    }

    String userData() {
        String keys = sshKeys.stream().map(key -> "      - \"" + key + "\"\n").collect(Collectors.joining());
        return """
                #cloud-config
                hostname: %s
                users:
                  - name: %s
                    groups: [sudo, wheel]
                    shell: /bin/bash
                    sudo: "ALL=(ALL) NOPASSWD:ALL"
                    ssh_authorized_keys:
                %s""".formatted(hostName, user, keys);
    }

    /** Writes the seed's disk image; {@code directory} takes its files as well. */
    Path write(Path directory) throws IOException {
        Path image = directory.resolve("seed.img");
        Path metaData = Files.writeString(directory.resolve("meta-data"), metaData(), StandardCharsets.UTF_8);
        Path userData = Files.writeString(directory.resolve("user-data"), userData(), StandardCharsets.UTF_8);
        Files.deleteIfExists(image);
        Command.of("mkfs.vfat", "-C", "-n", "CIDATA", image.toString(), Integer.toString(KIBIBYTES))
                .runOrThrow();
        Command.of("mcopy", "-i", image.toString(), metaData.toString(), userData.toString(), "::")
                .runOrThrow();
        return image;
    }
}
