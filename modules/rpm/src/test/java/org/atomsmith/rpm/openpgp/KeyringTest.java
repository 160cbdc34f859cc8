package org.atomsmith.rpm.openpgp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.atomsmith.rpm.openpgp.SignatureVerifier.KeyExpiry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyringTest {
    private static final Path SYSTEM = Path.of("/usr/share/keyrings");

    @TempDir
    Path temp;

    @Test
    void reads_files_of_both_forms_directories_and_several_blocks_in_one_file() throws IOException {
        try (Gpg gpg = new Gpg(temp)) {
            String a = gpg.key("a", "ed25519", "sign", "0");
            String b = gpg.key("b", "ed25519", "sign", "0");
            Path directory = Files.createDirectory(temp.resolve("trusted.gpg.d"));
            Files.write(directory.resolve("a.gpg"), gpg.run("--export", a));
            Files.write(directory.resolve("b.asc"), gpg.run("--armor", "--export", b));
            Files.writeString(directory.resolve("README"), "not a key");
            assertThat(Keyring.read(directory.resolve("a.gpg")).fingerprints()).containsExactly(a);
            assertThat(Keyring.read(directory.resolve("b.asc")).fingerprints()).containsExactly(b);
            assertThat(Keyring.read(directory).fingerprints()).containsExactlyInAnyOrder(a, b);

            ByteArrayOutputStream two = new ByteArrayOutputStream();
            two.writeBytes("A comment before the key\n".getBytes());
            two.writeBytes(gpg.run("--armor", "--export", a));
            two.writeBytes("\n".getBytes());
            two.writeBytes(gpg.run("--armor", "--export", b));
            assertThat(Keyring.parse(two.toByteArray(), "two").fingerprints()).containsExactlyInAnyOrder(a, b);

            byte[] secret = gpg.run("--export-secret-keys", a);
            assertThatThrownBy(() -> Keyring.parse(secret, "secret"))
                    .isInstanceOf(OpenPgpException.BadKeyring.class)
                    .hasMessageContaining("secret keys");
        }
    }

    @Test
    void what_is_no_keyring_is_named() throws IOException {
        assertThatThrownBy(() -> Keyring.read(temp.resolve("none.gpg")))
                .isInstanceOf(OpenPgpException.BadKeyring.class)
                .hasMessageContainingAll("none.gpg", "there is no such keyring");
        assertThatThrownBy(() -> Keyring.read(temp))
                .isInstanceOf(OpenPgpException.BadKeyring.class)
                .hasMessageContaining("holds no .gpg");
        for (String text : List.of("", "hello", "-----BEGIN PGP PUBLIC KEY BLOCK-----\n", "\u0000\u0001")) {
            Path file = Files.writeString(temp.resolve("x.asc"), text);
            assertThatThrownBy(() -> Keyring.read(file))
                    .isInstanceOf(OpenPgpException.BadKeyring.class)
                    .hasMessageContaining("x.asc");
            Files.delete(file);
        }
    }

    @Test
    void reads_the_keyrings_of_this_machine() throws IOException {
        assumeTrue(Files.isDirectory(SYSTEM), "this machine has no " + SYSTEM);
        try (Stream<Path> files = Files.list(SYSTEM)) {
            for (Path file :
                    files.filter(p -> p.toString().endsWith(".gpg")).sorted().toList()) {
                assertThat(Keyring.read(file).fingerprints())
                        .as(file.toString())
                        .isNotEmpty();
            }
        }
    }

    @Test
    void verifies_the_index_that_apt_fetched_on_this_machine() throws IOException {
        Path keyring = SYSTEM.resolve("debian-archive-keyring.gpg");
        Path lists = Path.of("/var/lib/apt/lists");
        assumeTrue(Files.exists(keyring) && Files.isDirectory(lists), "this machine is not Debian");
        List<Path> indexes;
        try (Stream<Path> files = Files.list(lists)) {
            indexes = files.filter(p -> p.toString().matches(".*debian.*_InRelease"))
                    .toList();
        }
        assumeTrue(!indexes.isEmpty(), "apt has fetched no index here");
        SignatureVerifier verifier =
                new SignatureVerifier(Keyring.read(keyring), InstantSource.system(), KeyExpiry.WHEN_SIGNED);
        for (Path index : indexes) {
            SignedText text = verifier.clearSigned(Files.readAllBytes(index), index.toString());
            assertThat(new String(text.text())).contains("Origin: Debian");
            assertThat(text.signer().userId()).contains("Debian");
        }
    }
}
