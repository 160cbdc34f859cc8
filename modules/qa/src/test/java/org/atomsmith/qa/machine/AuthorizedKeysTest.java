package org.atomsmith.qa.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atomsmith.linux.Programs;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorizedKeysTest {
    @TempDir
    Path directory;

    @Test
    void reads_the_public_key_whichever_of_the_pair_is_named() throws IOException {
        Assumptions.assumeTrue(Programs.find("ssh-keygen").isPresent(), "ssh-keygen is not installed");
        SshKey key = SshKey.generate(directory.resolve("key"));
        assertThat(AuthorizedKeys.read(directory.resolve("key.pub"))).containsExactly(key.line());
        assertThat(AuthorizedKeys.read(directory.resolve("key"))).containsExactly(key.line());
        assertThat(key.line()).matches("ssh-ed25519 \\S+ atomsmith");
    }

    @Test
    void reads_a_list_with_comments() throws IOException {
        Path file = Files.writeString(
                directory.resolve("authorized_keys"), "# mine\n\nssh-rsa AAAA me@here\nssh-ed25519 BBBB\n");
        assertThat(AuthorizedKeys.read(file)).containsExactly("ssh-rsa AAAA me@here", "ssh-ed25519 BBBB");
    }

    @Test
    void says_what_is_wrong_with_a_file_that_holds_no_key() throws IOException {
        Path file = Files.writeString(directory.resolve("notes"), "hello\n");
        assertThatThrownBy(() -> AuthorizedKeys.read(file))
                .hasMessageContaining(file + " holds no public key")
                .hasMessageContaining("ssh-ed25519 AAAA");
        assertThatThrownBy(() -> AuthorizedKeys.read(directory.resolve("none")))
                .hasMessageContaining("there is no key file of this name");
    }
}
