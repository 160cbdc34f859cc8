package org.atomsmith.cli.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.atomsmith.cli.command.UsageException;
import org.atomsmith.image.customization.Customization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Flags that stand for customizations. */
final class CustomizationOptionsTest {
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAP2vpkMMNuGMB5MaNtHXGrj5X3S77S4z7cUNFxhOH2r a@b";
    private static final String HASH =
            "$6$saltsalt$TVLlQcbpFVof5W3Yz4DTP6gRstiNuHwwTt6GLc1E5n0U0aDehy0S5knV8wiOQSpT0Y77vwPZN.Pq.H91p5hVO1";

    @TempDir
    private Path tmp;

    @CommandLine.Command
    private static final class Holder {
        @CommandLine.Mixin
        private final CustomizationOptions options = new CustomizationOptions();
    }

    @Test
    void flags_say_the_same_as_a_file() throws IOException {
        Path key = Files.writeString(tmp.resolve("id.pub"), KEY + "\n");
        Path hash = Files.writeString(tmp.resolve("hash"), HASH + "\n");
        Path script = Files.writeString(tmp.resolve("first"), "#!/bin/sh\n");
        Customization c = read(
                "--hostname",
                "a",
                "--admin",
                "anna",
                "--user",
                "ben",
                "--ssh-key",
                key.toString(),
                "--ssh-key",
                "ben=" + KEY,
                "--password-file",
                hash.toString(),
                "--password-file",
                "anna=" + hash,
                "--timezone",
                "Europe/Berlin",
                "--karg",
                "quiet",
                "--karg",
                "a=b",
                "--enable",
                "x",
                "--mask",
                "y.socket",
                "--copy",
                script + ":/etc/x",
                "--open-port",
                "443:tcp",
                "--dns",
                "192.0.2.1",
                "--swap",
                "1 GiB",
                "--first-boot",
                script.toString(),
                "--partition",
                "/=4 GiB",
                "--partition",
                "/var=1 GiB");
        assertThat(c.users()).extracting(u -> u.name().value()).containsExactly("ben", "anna", "root");
        assertThat(c.users().get(1).sudo()).contains(Customization.Sudo.NOPASSWD);
        assertThat(c.users().get(1).password()).isPresent();
        assertThat(c.sshKeys()).extracting(k -> k.user().value()).containsExactly("anna", "ben");
        assertThat(c.kernelArguments()).extracting(Object::toString).containsExactly("quiet", "a=b");
        assertThat(c.services().enabled()).hasToString("[x.service]");
        assertThat(c.files().getFirst().content().bytes()).hasSize(10);
        assertThat(c.storage().rootBytes()).hasValue(4L << 30);
        assertThat(c.storage().partitions()).hasSize(1);
        assertThat(c.swap()).isPresent();
        assertThat(c.firstBoot()).isPresent();
    }

    @Test
    void flags_win_over_files_and_lists_are_joined() throws IOException {
        Path file = Files.writeString(tmp.resolve("c.yaml"), """
                hostname: a
                kernel: {append: quiet}
                services: {enabled: [x]}
                """);
        Customization c =
                read("--customizations", file.toString(), "--hostname", "b", "--enable", "y", "--karg", "nosmt");
        assertThat(c.hostname().orElseThrow().value()).isEqualTo("b");
        assertThat(c.services().enabled()).hasToString("[x.service, y.service]");
        assertThat(c.kernelArguments()).extracting(Object::toString).containsExactly("quiet", "nosmt");
        assertThat(read().isEmpty()).isTrue();
    }

    @Test
    void a_mistake_is_told_with_its_flag() {
        assertThatThrownBy(() -> read("--timezone", "../x"))
                .hasMessageContaining("--timezone: '../x' is not a time zone");
        assertThatThrownBy(() -> read("--partition", "/var")).isInstanceOf(UsageException.class);
    }

    private Customization read(String... arguments) throws IOException {
        Holder holder = new Holder();
        new CommandLine(holder).parseArgs(arguments);
        return holder.options.read(Optional.empty());
    }
}
