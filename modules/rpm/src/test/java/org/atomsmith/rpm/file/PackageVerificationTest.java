package org.atomsmith.rpm.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.atomsmith.rpm.Fixtures;
import org.atomsmith.rpm.file.PackageVerification.Check;
import org.atomsmith.rpm.file.PackageVerification.Status;
import org.atomsmith.rpm.openpgp.Gpg;
import org.atomsmith.rpm.openpgp.Keyring;
import org.atomsmith.rpm.openpgp.SignatureVerifier;
import org.atomsmith.rpm.openpgp.SignatureVerifier.KeyExpiry;
import org.atomsmith.rpm.openpgp.SigningKey;
import org.atomsmith.rpm.write.PayloadCompression;
import org.atomsmith.rpm.write.RpmWriter;
import org.atomsmith.rpm.write.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of each digest and signature, judged by {@code rpm -Kv}. */
class PackageVerificationTest {
    @TempDir
    Path temp;

    @Test
    void says_what_rpm_says_of_packages_of_many_years() throws IOException {
        Fixtures.requireProgram("rpm");
        List<Path> packages;
        try (Stream<Path> files = Files.list(Fixtures.of("rpm"))) {
            // rpm 4.18 shows one signature of those that a package of rpm 6 has.
            packages = files.filter(
                            p -> p.toString().endsWith(".rpm") && !p.toString().contains("multiple"))
                    .toList();
        }
        assertThat(packages).hasSizeGreaterThan(8);
        for (Path each : packages) {
            assertThat(lines(PackageVerification.verify(each, "x", Optional.empty())))
                    .as(each.toString())
                    .isEqualTo(rpm(each, "--dbpath", temp.resolve("none").toString()));
        }
    }

    @Test
    void every_signature_of_a_package_that_has_several() throws IOException {
        Path rpm = Fixtures.of("rpm/empty-signed-v6-multiple-0-0.x86_64.rpm");
        assertThat(PackageVerification.verify(rpm, "x", Optional.empty()))
                .filteredOn(Check::signature)
                .extracting(Check::what)
                .containsExactly(
                        "Header V4 RSA/SHA512 Signature, key ID 183f6899719ce7a5",
                        "Header V4 EdDSA/SHA512 Signature, key ID 9b34bebb1f1d8f8a",
                        "V4 RSA/SHA512 Signature, key ID 183f6899719ce7a5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa2048", "dsa2048", "ed25519"})
    void a_signature_is_good_by_its_key_alone(String algorithm) throws IOException {
        Path rpm = new RpmBuild(temp).build(RpmFormatTest.SPEC);
        try (Gpg gpg = new Gpg(temp)) {
            String fingerprint = gpg.key("signer", algorithm, "sign", "0");
            gpg.key("other", "ed25519", "sign", "0");
            sign(rpm, gpg, fingerprint);
            SignatureVerifier trusted = verifier(gpg.export(fingerprint));
            assertThat(PackageVerification.verify(rpm, "x", Optional.of(trusted)))
                    .allMatch(c -> c.status() == Status.OK)
                    .filteredOn(Check::signature)
                    .hasSizeBetween(1, 2);
            assertThat(PackageVerification.verify(rpm, "x", Optional.of(verifier(gpg.export("other@example.org")))))
                    .filteredOn(Check::signature)
                    .allMatch(c -> c.status() == Status.NOKEY);
            byte[] bytes = Files.readAllBytes(rpm);
            bytes[bytes.length - 10] ^= 1;
            Files.write(rpm, bytes);
            assertThat(PackageVerification.verify(rpm, "x", Optional.of(trusted)))
                    .filteredOn(c -> c.what().startsWith("Payload SHA256 digest"))
                    .allMatch(c -> c.status() == Status.BAD)
                    .hasSize(1);
            assertThat(PackageVerification.verify(rpm, "x", Optional.of(trusted)))
                    .filteredOn(c -> c.what().startsWith("Header"))
                    .allMatch(c -> c.status() == Status.OK);
        }
    }

    /** rpm 4.18 does not sign with these. */
    @ParameterizedTest
    @ValueSource(strings = {"nistp256", "nistp384"})
    void a_signature_of_a_curve_of_nist_is_good(String algorithm) throws IOException {
        try (Gpg gpg = new Gpg(temp)) {
            String fingerprint = gpg.key("signer", algorithm, "sign", "0");
            SigningKey key = SigningKey.parse(gpg.run("--export-secret-keys", fingerprint), new char[0], "key");
            for (RpmWriter.Format format : RpmWriter.Format.values()) {
                Path rpm = temp.resolve(format + ".rpm");
                new RpmWriter(format, PayloadCompression.NONE, 0, List.of(key), Instant.EPOCH)
                        .write(Samples.spec(List.of(Samples.file("/a", 0644, "a"))), rpm);
                assertThat(PackageVerification.verify(rpm, "x", Optional.of(verifier(gpg.export(fingerprint)))))
                        .allMatch(c -> c.status() == Status.OK)
                        .filteredOn(Check::signature)
                        .singleElement()
                        .satisfies(c -> assertThat(c.what()).startsWith("Header V4 ECDSA/SHA512 Signature"));
            }
        }
    }

    @Test
    void a_package_must_be_signed_where_keys_are_named() throws IOException {
        Path rpm = new RpmBuild(temp).build(RpmFormatTest.SPEC);
        try (Gpg gpg = new Gpg(temp)) {
            gpg.key("signer", "ed25519", "sign", "0");
            assertThat(PackageVerification.verify(rpm, "x", Optional.of(verifier(gpg.export("signer@example.org")))))
                    .filteredOn(Check::signature)
                    .containsExactly(new Check("Signature", true, Status.NOTFOUND, "the package is not signed"));
        }
    }

    private static void sign(Path rpm, Gpg gpg, String fingerprint) throws IOException {
        RpmBuild.run(
                rpm.getParent(),
                List.of(
                        "rpmsign",
                        "--addsign",
                        "--rpmv3",
                        "--define",
                        "__gpg /usr/bin/gpg",
                        "--define",
                        "_gpg_path " + gpg.home(),
                        "--define",
                        "_gpg_name " + fingerprint,
                        "--define",
                        "_gpg_sign_cmd_extra_args --batch --pinentry-mode loopback --passphrase ''",
                        rpm.toString()));
    }

    private static SignatureVerifier verifier(Keyring keyring) {
        return new SignatureVerifier(keyring, InstantSource.system(), KeyExpiry.WHEN_SIGNED);
    }

    /** As rpm 4.18 prints them: the last half of keys' numbers, and no digest of the decompressed payload. */
    private static String lines(List<Check> checks) {
        StringBuilder lines = new StringBuilder();
        for (Check check : checks) {
            if (!check.what().contains(" ALT ")) {
                String what = check.what().replaceAll("key ID [0-9a-f]{8}", "key ID ");
                lines.append("    ")
                        .append(what)
                        .append(": ")
                        .append(check.status())
                        .append('\n');
            }
        }
        return lines.toString();
    }

    private String rpm(Path file, String... options) throws IOException {
        Path out = temp.resolve("out");
        List<String> command = new ArrayList<>(List.of("rpmkeys"));
        command.addAll(List.of(options));
        command.addAll(List.of("-Kv", file.toString()));
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        String text = Files.readString(out);
        return text.substring(text.indexOf('\n') + 1);
    }
}
