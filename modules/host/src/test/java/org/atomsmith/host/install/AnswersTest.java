package org.atomsmith.host.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.atomsmith.host.system.HostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswersTest {
    private static final String ALL = """
            # A machine.
            [install]
            disk=/dev/vda
            then=poweroff
            [host]
            name=web1.example.org
            [user]
            name=ada
            password=$6$saltsalt$abcdefghijklmnopqrstuvwxyz./
            keys=ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA ada; ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAA
            [network]
            address=192.0.2.5/24
            gateway=192.0.2.1
            dns=192.0.2.1, 2001:db8::1
            """;

    @TempDir
    Path folder;

    @Test
    void reads_all_answers() throws IOException {
        Answers answers = Answers.parse(ALL, "test");
        assertThat(answers.disk()).contains("/dev/vda");
        assertThat(answers.then()).isEqualTo(Answers.Then.POWEROFF);
        assertThat(answers.hostName()).contains("web1.example.org");
        assertThat(answers.user().orElseThrow().administrator()).isTrue();
        assertThat(answers.keys()).hasSize(2);
        assertThat(answers.network().orElseThrow().dns()).containsExactly("192.0.2.1", "2001:db8::1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            [instal]~disk=a              | no group [instal]
            [install]~dsk=a              | no key 'dsk'; it has disk, force, then
            [install]~then=sleep         | 'then' is reboot, poweroff or stay
            [host]~name=a b              | cannot be a host name
            [user]~name=Ada              | cannot be a user
            [user]~name=ada~password=x   | not a hash
            [user]~keys=ssh-rsa          | not an ssh key
            [user]~password=$6$salt$0123456789 | no 'name'
            [network]~address=192.0.2.5  | not an address with its prefix
            [network]~address=192.0.2.500/24 | not an address with its prefix
            [network]~address=192.0.2.5/33 | not an address with its prefix
            [network]~address=2001:db8::1/129 | not an address with its prefix
            [network]~dns=192.0.2.1      | no 'address'
            [network]~address=192.0.2.5/24~gateway=1 | '1' is not an address
            disk=a                       | expected [group]
            """)
    void says_what_is_wrong(String text, String message) {
        assertThatThrownBy(() -> Answers.parse(text.replace("~", "\n"), "test"))
                .hasMessageStartingWith("the answers in test cannot be used: ")
                .hasMessageContaining(message);
    }

    @Test
    void kernel_arguments_come_on_top_of_what_the_medium_has() throws IOException {
        Files.createDirectories(folder.resolve("live"));
        Files.writeString(folder.resolve("live/answers"), ALL + "\n".repeat(1000));
        Path file = Files.writeString(folder.resolve("other"), "[install]\ndisk=/dev/vdb\n");

        Path medium = folder.resolve("live");
        Answers fromFile = new AnswerSources("a atomic.install.answers=" + file.toUri() + " b", medium)
                .find()
                .answers();
        assertThat(fromFile.disk()).contains("/dev/vdb");
        assertThat(fromFile.hostName()).isEqualTo(Optional.empty());

        Answers answers = new AnswerSources(
                        "atomic.install.dev=auto atomic.install.answers=" + file.toUri()
                                + " atomic.install.then=stay atomic.install.force",
                        medium)
                .find()
                .answers();
        assertThat(answers.disk()).contains("auto");
        assertThat(answers.then()).isEqualTo(Answers.Then.STAY);
        assertThat(answers.force()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://:secret@/answers      | not from http:///answers
            ftp://x/answers              | http:, https: or file:
            http://a b/answers           | is not an address
            file:///nowhere/answers      | file:///nowhere/answers is not an address
            """)
    void an_address_that_cannot_be_used_is_said_without_its_secrets(String address, String message) {
        String argument = "atomic.install.answers=" + address.replace(' ', '^') + "?token=secret";
        assertThatThrownBy(() -> new AnswerSources(argument, folder).find())
                .isInstanceOf(HostException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("secret");
    }
}
