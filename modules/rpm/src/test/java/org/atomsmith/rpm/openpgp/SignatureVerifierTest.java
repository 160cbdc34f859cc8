package org.atomsmith.rpm.openpgp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.atomsmith.rpm.openpgp.SignatureVerifier.KeyExpiry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureVerifierTest {
    private static final Instant NOW = Instant.parse("2024-06-01T00:00:00Z");
    private static final byte[] TEXT = bytes("Origin: Test\n- dashed\n-----BEGIN X-----\ntrailing  \t\n\nlast: é\n");

    @TempDir
    static Path temp;

    static Gpg gpg;
    static String ed;
    static String rsa;
    static byte[] signed;

    @BeforeAll
    static void makeKeys() throws IOException {
        gpg = new Gpg(temp);
        ed = gpg.key("ed", "ed25519", "sign", "2y");
        rsa = gpg.key("rsa", "rsa2048", "sign", "0");
        signed = gpg.clearSign(TEXT, "-u", ed);
    }

    @AfterAll
    static void stop() throws IOException {
        if (gpg != null) {
            gpg.close();
        }
    }

    @Test
    void returns_exactly_the_signed_lines_and_who_signed() throws IOException {
        SignedText text = verifier(gpg.export(ed)).clearSigned(signed, "InRelease");
        assertThat(new String(text.text(), StandardCharsets.UTF_8))
                .isEqualTo("Origin: Test\n- dashed\n-----BEGIN X-----\ntrailing\n\nlast: é");
        assertThat(text.signer())
                .isEqualTo(
                        new Signer(ed, ed, "ed <ed@example.org>", Instant.parse("2024-01-01T00:00:00Z"), "test.asc"));
        assertThat(new String(gpg.runOn(signed, "--decrypt"), StandardCharsets.UTF_8))
                .isEqualTo(new String(text.text(), StandardCharsets.UTF_8) + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "\n", "\n\n", "a\r\nb\r\n", "-", "- ", "--\n-", " \n \n", "no end"})
    void agrees_with_gnupg_on_odd_texts(String text) throws IOException {
        byte[] document = gpg.clearSign(bytes(text), "-u", ed);
        SignedText result = verifier(gpg.export(ed)).clearSigned(document, "odd");
        String printed = new String(gpg.runOn(document, "--decrypt"), StandardCharsets.UTF_8);
        assertThat(new String(result.text(), StandardCharsets.UTF_8))
                .isEqualTo(printed.replace("\r", "").replaceFirst("\n$", ""));
    }

    @Test
    void takes_line_ends_of_both_kinds() throws IOException {
        byte[] dos = bytes(new String(signed, StandardCharsets.UTF_8).replace("\n", "\r\n"));
        assertThat(verifier(gpg.export(ed)).clearSigned(dos, "x").text())
                .isEqualTo(verifier(gpg.export(ed)).clearSigned(signed, "x").text());
    }

    @Test
    void any_change_of_the_text_is_noticed() throws IOException {
        SignatureVerifier verifier = verifier(gpg.export(ed));
        byte[] right = verifier.clearSigned(signed, "x").text();
        int end = new String(signed, StandardCharsets.ISO_8859_1).indexOf("-----BEGIN PGP SIGNATURE");
        for (int i = 0; i < end; i++) {
            byte[] changed = signed.clone();
            changed[i] ^= 4;
            try {
                // White space at a line's end and the Hash header are not signed.
                assertThat(verifier.clearSigned(changed, "x").text()).isEqualTo(right);
            } catch (OpenPgpException e) {
                assertThat(e).hasMessageStartingWith("x");
            }
        }
        assertThatThrownBy(() -> verifier.clearSigned(replaced("Origin: Test", "Origin: Fest"), "InRelease"))
                .isInstanceOf(OpenPgpException.BadSignature.class)
                .hasMessageContainingAll("InRelease", ed, "test.asc", "another mirror");
    }

    @Test
    void no_text_gets_in_beside_the_signed_one() throws IOException {
        SignatureVerifier verifier = verifier(gpg.export(ed));
        String text = new String(signed, StandardCharsets.UTF_8);
        assertThatThrownBy(() -> verifier.clearSigned(bytes("Before: x\n" + text), "x"))
                .isInstanceOf(OpenPgpException.Unsigned.class);
        assertThatThrownBy(() -> verifier.clearSigned(bytes(text + "After: x\n"), "x"))
                .isInstanceOf(OpenPgpException.Malformed.class)
                .hasMessageContaining("behind the signature");
        assertThatThrownBy(() -> verifier.clearSigned(replaced("\n\nOrigin", "\nEvil: x\n\nOrigin"), "x"))
                .isInstanceOf(OpenPgpException.Malformed.class)
                .hasMessageStartingWith("x:3:");
        assertThatThrownBy(() -> verifier.clearSigned(replaced("\ntrailing", "\rtrailing"), "x"))
                .isInstanceOf(OpenPgpException.Malformed.class)
                .hasMessageContaining("carriage return");
        assertThatThrownBy(() -> verifier.clearSigned(replaced("- - dashed", "-dashed"), "x"))
                .isInstanceOf(OpenPgpException.Malformed.class);
    }

    @Test
    void a_document_without_signature_says_what_it_is() throws IOException {
        SignatureVerifier verifier = verifier(gpg.export(ed));
        for (String page : List.of("", "<html>Please log in</html>", "Origin: Debian\n")) {
            assertThatThrownBy(() -> verifier.clearSigned(bytes(page), "http://m/InRelease"))
                    .isInstanceOf(OpenPgpException.Unsigned.class)
                    .hasMessageContaining("http://m/InRelease");
        }
    }

    @Test
    void truncated_at_every_byte_it_is_refused() throws IOException {
        SignatureVerifier verifier = verifier(gpg.export(ed));
        for (int length = 0; length < signed.length - 1; length++) {
            byte[] cut = Arrays.copyOf(signed, length);
            assertThatThrownBy(() -> verifier.clearSigned(cut, "x")).isInstanceOf(OpenPgpException.class);
        }
    }

    @Test
    void damaged_signatures_and_keyrings_are_only_ever_refused() throws IOException {
        byte[] signature = gpg.detach(TEXT, "-u", rsa, "-u", ed);
        byte[] key = gpg.run("--export", ed, rsa);
        Random random = new Random(7);
        Keyring keyring = Keyring.parse(key, "keys");
        for (int i = 0; i < signature.length; i++) {
            byte[] flipped = signature.clone();
            flipped[i] ^= (byte) (1 << random.nextInt(8));
            refusedOrGood(() -> verifier(keyring).detached(TEXT, flipped, "x"));
            byte[] cut = Arrays.copyOf(signature, i);
            refusedOrGood(() -> verifier(keyring).detached(TEXT, cut, "x"));
        }
        byte[] changed = TEXT.clone();
        changed[3] ^= 1;
        for (int i = 0; i < key.length; i++) {
            byte[] flipped = key.clone();
            flipped[i] ^= (byte) (1 << random.nextInt(8));
            refusedOrGood(() -> verifier(Keyring.parse(flipped, "keys")).detached(TEXT, signature, "x"));
            assertThatThrownBy(() -> verifier(Keyring.parse(flipped, "keys")).detached(changed, signature, "x"))
                    .isInstanceOf(OpenPgpException.class);
            byte[] cut = Arrays.copyOf(key, i);
            refusedOrGood(() -> verifier(Keyring.parse(cut, "keys")).detached(TEXT, signature, "x"));
        }
    }

    @Test
    void detached_signatures_binary_and_armoured() throws IOException {
        byte[] content = new byte[100_000];
        new Random(1).nextBytes(content);
        SignatureVerifier verifier = verifier(gpg.export(rsa));
        assertThat(verifier.detached(content, gpg.detach(content, "-u", rsa), "repomd.xml")
                        .fingerprint())
                .isEqualTo(rsa);
        byte[] armoured = gpg.detach(content, "-u", rsa, "--armor");
        assertThat(verifier.detached(content, armoured, "repomd.xml").fingerprint())
                .isEqualTo(rsa);
        content[99_999] ^= 1;
        assertThatThrownBy(() -> verifier.detached(content, armoured, "repomd.xml"))
                .isInstanceOf(OpenPgpException.BadSignature.class);
        assertThatThrownBy(() -> verifier.detached(content, new byte[0], "repomd.xml"))
                .isInstanceOf(OpenPgpException.Unsigned.class);
        assertThatThrownBy(() -> verifier.detached(content, gpg.run("--export", rsa), "repomd.xml"))
                .isInstanceOf(OpenPgpException.Malformed.class);
    }

    @Test
    void one_good_signature_of_several_suffices() throws IOException {
        byte[] both = gpg.clearSign(TEXT, "-u", ed, "-u", rsa);
        assertThat(verifier(gpg.export(ed)).clearSigned(both, "x").signer().fingerprint())
                .isEqualTo(ed);
        assertThat(verifier(gpg.export(rsa)).clearSigned(both, "x").signer().fingerprint())
                .isEqualTo(rsa);
        Keyring all = Keyring.all(List.of(gpg.export(rsa), gpg.export(ed)));
        assertThat(all.fingerprints()).containsExactlyInAnyOrder(ed, rsa);
        assertThat(verifier(all.restrictedTo(Set.of(rsa.toLowerCase())))
                        .clearSigned(both, "x")
                        .signer()
                        .fingerprint())
                .isEqualTo(rsa);
        assertThatThrownBy(() -> verifier(all.restrictedTo(Set.of(rsa))).clearSigned(signed, "x"))
                .isInstanceOf(OpenPgpException.UnknownKey.class);
    }

    @Test
    void an_unknown_key_is_named_with_the_keyring_that_was_looked_at() throws IOException {
        assertThatThrownBy(() -> verifier(gpg.export(rsa)).clearSigned(signed, "InRelease"))
                .isInstanceOf(OpenPgpException.UnknownKey.class)
                .hasMessageContainingAll("InRelease", ed, "keyring test.asc (1 key)");
    }

    @Test
    void an_expired_key_is_refused_now_but_good_for_what_it_signed_in_time() throws IOException {
        Instant later = Instant.parse("2026-06-01T00:00:00Z");
        Keyring keyring = gpg.export(ed);
        assertThatThrownBy(() -> new SignatureVerifier(keyring, InstantSource.fixed(later), KeyExpiry.NOW)
                        .clearSigned(signed, "InRelease"))
                .isInstanceOf(OpenPgpException.ExpiredKey.class)
                .hasMessageContainingAll(ed, "expired on 2025-12-31", "test.asc");
        assertThat(new SignatureVerifier(keyring, InstantSource.fixed(later), KeyExpiry.WHEN_SIGNED)
                        .clearSigned(signed, "x"))
                .isNotNull();
    }

    @Test
    void a_prolonged_key_is_good_again() throws IOException {
        try (Gpg own = new Gpg(temp)) {
            String key = own.key("p", "ed25519", "sign", "1y");
            byte[] document = own.clearSign(TEXT, "-u", key);
            own.at("20240301T000000").run("--quick-set-expire", key, "5y");
            Instant later = Instant.parse("2026-06-01T00:00:00Z");
            assertThat(new SignatureVerifier(own.export(key), InstantSource.fixed(later), KeyExpiry.NOW)
                            .clearSigned(document, "x"))
                    .isNotNull();
        }
    }

    @Test
    void a_revoked_key_is_refused() throws IOException {
        try (Gpg own = new Gpg(temp)) {
            String key = own.key("r", "ed25519", "sign", "0");
            byte[] document = own.clearSign(TEXT, "-u", key);
            try (var files = Files.walk(temp)) {
                Path revocation =
                        files.filter(p -> p.endsWith(key + ".rev")).findFirst().orElseThrow();
                own.runOn(bytes(Files.readString(revocation).replace(":-----BEGIN", "-----BEGIN")), "--import");
            }
            assertThatThrownBy(() -> verifier(own.export(key)).clearSigned(document, "x"))
                    .isInstanceOf(OpenPgpException.RevokedKey.class)
                    .hasMessageContainingAll(key, "test.asc");
        }
    }

    @Test
    void signing_subkeys_count_and_encryption_subkeys_do_not_exist_for_us() throws IOException {
        try (Gpg own = new Gpg(temp)) {
            String key = own.key("s", "ed25519", "cert", "0");
            own.run("--quick-add-key", key, "rsa2048", "sign", "1y");
            String subkey = own.fingerprints(key).get(1);
            byte[] document = own.clearSign(TEXT, "-u", subkey + "!");
            Signer signer = verifier(own.export(key)).clearSigned(document, "x").signer();
            assertThat(signer.fingerprint()).isEqualTo(key);
            assertThat(signer.signingKey()).isEqualTo(subkey);
            Instant later = Instant.parse("2025-06-01T00:00:00Z");
            assertThatThrownBy(() -> new SignatureVerifier(own.export(key), InstantSource.fixed(later), KeyExpiry.NOW)
                            .clearSigned(document, "x"))
                    .isInstanceOf(OpenPgpException.ExpiredKey.class);
            // A stranger's subkey does not sign for the certificate: the binding is checked.
            byte[] mixed = graft(own.run("--export", key), gpg.run("--export", rsa));
            assertThatThrownBy(() -> verifier(Keyring.parse(mixed, "mixed")).clearSigned(document, "x"))
                    .isInstanceOf(OpenPgpException.UnsuitableKey.class)
                    .hasMessageContaining("not bound");
        }
    }

    @Test
    void weak_digests_and_short_keys_are_refused() throws IOException {
        byte[] sha1 = gpg.detach(TEXT, "-u", rsa, "--digest-algo", "SHA1");
        assertThatThrownBy(() -> verifier(gpg.export(rsa)).detached(TEXT, sha1, "x"))
                .isInstanceOf(OpenPgpException.WeakDigest.class)
                .hasMessageContaining("SHA-1");
        String shortKey = gpg.key("short", "rsa1024", "sign", "0");
        byte[] weak = gpg.detach(TEXT, "-u", shortKey);
        assertThatThrownBy(() -> verifier(gpg.export(shortKey)).detached(TEXT, weak, "x"))
                .isInstanceOf(OpenPgpException.UnsuitableKey.class)
                .hasMessageContaining("1024 bits");
    }

    @Test
    void signatures_expire_and_are_not_taken_from_the_future() throws IOException {
        byte[] brief = gpg.detach(TEXT, "-u", rsa, "--default-sig-expire", "7d");
        assertThatThrownBy(() -> verifier(gpg.export(rsa)).detached(TEXT, brief, "x"))
                .isInstanceOf(OpenPgpException.OutdatedSignature.class)
                .hasMessageContaining("expired on 2024-01-08");
        InstantSource past = InstantSource.fixed(Instant.parse("2023-01-01T00:00:00Z"));
        Keyring keyring = gpg.export(rsa);
        byte[] good = gpg.detach(TEXT, "-u", rsa);
        assertThatThrownBy(() -> new SignatureVerifier(keyring, past, KeyExpiry.NOW).detached(TEXT, good, "x"))
                .isInstanceOf(OpenPgpException.OutdatedSignature.class)
                .hasMessageContaining("clock");
    }

    private static SignatureVerifier verifier(Keyring keyring) {
        return new SignatureVerifier(keyring, InstantSource.fixed(NOW), KeyExpiry.NOW);
    }

    private static byte[] replaced(String what, String with) {
        String text = new String(signed, StandardCharsets.UTF_8);
        assertThat(text).contains(what);
        return bytes(text.replace(what, with));
    }

    /** The stranger's primary key and user id with our subkey and its binding behind. */
    private static byte[] graft(byte[] ours, byte[] strangers) {
        int subkey = 0;
        for (int at = 0; at < ours.length; at += length(ours, at)) {
            if (((ours[at] & 0xff) >> 2 & 15) == 14) {
                subkey = at;
                break;
            }
        }
        byte[] mixed = Arrays.copyOf(strangers, strangers.length + ours.length - subkey);
        System.arraycopy(ours, subkey, mixed, strangers.length, ours.length - subkey);
        return mixed;
    }

    /** Length of an old-format packet with its header. */
    private static int length(byte[] bytes, int at) {
        int octets = 1 << (bytes[at] & 3);
        int length = 0;
        for (int i = 1; i <= octets; i++) {
            length = length << 8 | bytes[at + i] & 0xff;
        }
        return 1 + octets + length;
    }

    @FunctionalInterface
    interface Attempt {
        void run() throws IOException;
    }

    private static void refusedOrGood(Attempt attempt) throws IOException {
        try {
            attempt.run();
        } catch (OpenPgpException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
