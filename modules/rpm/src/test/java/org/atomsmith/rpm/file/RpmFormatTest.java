package org.atomsmith.rpm.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.atomsmith.rpm.Fixtures;
import org.atomsmith.rpm.PackageFormatException;
import org.atomsmith.rpm.PackageHeader;
import org.atomsmith.rpm.PackageHeader.Scriptlet;
import org.atomsmith.rpm.PayloadEntry;
import org.atomsmith.rpm.PayloadEntry.Flag;
import org.atomsmith.rpm.PayloadEntry.Kind;
import org.atomsmith.rpm.openpgp.Gpg;
import org.atomsmith.rpm.openpgp.Keyring;
import org.atomsmith.rpm.openpgp.OpenPgpException;
import org.atomsmith.rpm.openpgp.SignatureVerifier;
import org.atomsmith.rpm.openpgp.SignatureVerifier.KeyExpiry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RpmFormatTest {
    static final String SPEC = """
            Name: sample
            Epoch: 2
            Version: 1.5
            Release: 3%{?dist}
            Summary: A sample – with everything
            License: MIT
            %description
            A sample.
            %install
            mkdir -p %{buildroot}/usr/bin %{buildroot}/etc %{buildroot}/usr/share/doc/sample %{buildroot}/var/lib/sample
            echo hello > %{buildroot}/usr/bin/hello
            ln %{buildroot}/usr/bin/hello %{buildroot}/usr/bin/again
            ln %{buildroot}/usr/bin/hello %{buildroot}/etc/linked
            ln -s hello %{buildroot}/usr/bin/link
            ln -s ../ünïcode %{buildroot}/usr/bin/unicode
            head -c 20000 /dev/zero | tr '\\0' x > %{buildroot}/usr/bin/big
            : > %{buildroot}/usr/bin/empty
            ln %{buildroot}/usr/bin/empty %{buildroot}/usr/bin/empty2
            echo conf > %{buildroot}/etc/sample.conf
            echo doc > %{buildroot}/usr/share/doc/sample/README
            echo ü > "%{buildroot}/usr/share/doc/sample/ü x"
            %pretrans -p <lua>
            print("pretrans")
            %pre
            echo pre
            %post -p /sbin/ldconfig
            %preun
            echo "preun $1"
            %postun
            exit 0
            %posttrans
            echo posttrans
            %files
            %attr(4755,root,root) %caps(cap_net_raw,cap_sys_admin=ep) /usr/bin/hello
            /usr/bin/again
            /etc/linked
            /usr/bin/link
            /usr/bin/unicode
            %attr(0750,games,video) /usr/bin/big
            /usr/bin/empty
            /usr/bin/empty2
            %config(noreplace) /etc/sample.conf
            %doc /usr/share/doc/sample/README
            "/usr/share/doc/sample/ü x"
            %dir %attr(1777,nobody,nogroup) /var/lib/sample
            %ghost %attr(0600,root,root) /var/lib/sample/made-later
            """;

    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"w9.gzdio", "w6.xzdio", "w6.lzdio", "w19.zstdio", "w9.bzdio", "w.ufdio", "w2T2.xzdio"})
    void reads_what_rpm_says_of_every_file_in_every_compression(String payload) throws IOException {
        Path rpm = new RpmBuild(temp).build(SPEC, "_binary_payload " + payload);
        Received received = new Received();
        PackageHeader header = RpmFormat.unsigned().read(rpm, received);
        assertThat(header.nevra())
                .hasToString(RpmBuild.query(temp, rpm, "%{NEVRA}").replace("sample-2:", "sample-2:"));
        assertAgreesWithRpm(rpm, received);
        assertContentsAgreeWithArchive(rpm, received);
        assertThat(received.entries.get("usr/bin/big").sha256()).hasSize(64);
        assertThat(received.entries.get("usr/bin/link").sha256()).isEmpty();
    }

    @Test
    void reads_scriptlets_links_flags_and_capabilities() throws IOException {
        Path rpm = new RpmBuild(temp).build(SPEC);
        Received received = new Received();
        PackageHeader header = RpmFormat.unsigned().read(rpm, received);
        assertThat(header.scriptlets())
                .containsExactly(
                        new Scriptlet("pretrans", "<lua>", "print(\"pretrans\")"),
                        new Scriptlet("pre", "/bin/sh", "echo pre"),
                        new Scriptlet("post", "/sbin/ldconfig", ""),
                        new Scriptlet("preun", "/bin/sh", "echo \"preun $1\""),
                        new Scriptlet("postun", "/bin/sh", "exit 0"),
                        new Scriptlet("posttrans", "/bin/sh", "echo posttrans"));
        assertThat(header.attributes())
                .containsEntry("rpm.license", "MIT")
                .containsEntry("rpm.summary", "A sample – with everything")
                .containsEntry("rpm.sourcerpm", "sample-1.5-3.src.rpm");

        List<PayloadEntry> links = received.entries.values().stream()
                .filter(e -> e.kind() == Kind.HARDLINK)
                .toList();
        assertThat(links).hasSize(3);
        List<String> order = List.copyOf(received.entries.keySet());
        for (PayloadEntry link : links) {
            assertThat(received.entries.get(link.link()).kind()).isEqualTo(Kind.FILE);
            assertThat(order.indexOf(link.link())).isLessThan(order.indexOf(link.path()));
        }
        assertThat(received.entries.get("etc/sample.conf").flags()).containsExactly(Flag.CONFIG);
        assertThat(received.entries.get("usr/share/doc/sample/README").flags()).containsExactly(Flag.DOC);
        assertThat(received.entries.get("var/lib/sample/made-later").flags()).containsExactly(Flag.GHOST);
        assertThat(received.entries.get("var/lib/sample").mode()).isEqualTo(01777);
        assertThat(received.entries.get("usr/bin/hello").xattrs()).containsOnlyKeys("security.capability");
        assertThat(received.entries.get("usr/bin/hello").xattrs().get("security.capability"))
                .isEqualTo(new byte[] {1, 0, 0, 2, 0, 0x20, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    }

    @Test
    void reads_packages_of_many_years() throws IOException {
        int read = 0;
        for (Path rpm : fixtures()) {
            if (rpm.toString().contains(".src.")) {
                assertThatThrownBy(() -> RpmFormat.unsigned().read(rpm, new Received()))
                        .isInstanceOf(PackageFormatException.class)
                        .hasMessageContaining("source package");
                continue;
            }
            Received received = new Received();
            RpmFormat.unsigned().read(rpm, received);
            assertAgreesWithRpm(rpm, received);
            read++;
        }
        assertThat(read).isGreaterThan(5);
    }

    @Test
    void demands_a_signature_by_a_trusted_key() throws IOException {
        Path rpm = new RpmBuild(temp).build(SPEC);
        Fixtures.requireProgram("rpmsign");
        try (Gpg gpg = new Gpg(temp)) {
            String rsa = gpg.key("signer", "rsa2048", "sign", "0");
            String ed = gpg.key("other", "ed25519", "sign", "0");
            assertThatThrownBy(() -> signed(gpg.export(rsa)).read(rpm, new Received()))
                    .isInstanceOf(OpenPgpException.Unsigned.class)
                    .hasMessageContaining("gpgcheck=0");
            for (String key : List.of(rsa, ed)) {
                RpmBuild.run(
                        temp,
                        List.of(
                                "rpmsign",
                                "--resign",
                                "--define",
                                "_gpg_name " + key,
                                "--define",
                                "_gpg_path " + gpg.home(),
                                "--define",
                                "__gpg /usr/bin/gpg",
                                "--define",
                                "_gpg_sign_cmd_extra_args --pinentry-mode loopback --passphrase ''",
                                rpm.toString()));
                signed(gpg.export(key)).read(rpm, new Received());
                String stranger = key.equals(rsa) ? ed : rsa;
                assertThatThrownBy(() -> signed(gpg.export(stranger)).read(rpm, new Received()))
                        .isInstanceOf(OpenPgpException.UnknownKey.class)
                        .hasMessageContainingAll(rpm.toString(), key);
            }
            byte[] bytes = Files.readAllBytes(rpm);
            int at = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("echo posttrans");
            bytes[at] = 'E';
            Path changed = Files.write(temp.resolve("changed.rpm"), bytes);
            assertThatThrownBy(() -> signed(gpg.export(ed)).read(changed, new Received()))
                    .isInstanceOf(PackageFormatException.class)
                    .hasMessageContaining("the header was changed: expected SHA-256");
        }
    }

    @Test
    void fixtures_with_signatures_of_unknown_keys_are_named() throws IOException {
        try (Gpg gpg = new Gpg(temp)) {
            Keyring keyring = gpg.export(gpg.key("k", "ed25519", "sign", "0"));
            for (String name : List.of("rsa", "eddsa", "v6-multiple")) {
                Path rpm = Fixtures.of("rpm/empty-signed-" + name + "-0-0.x86_64.rpm");
                assertThatThrownBy(() -> signed(keyring).read(rpm, new Received()))
                        .isInstanceOf(OpenPgpException.UnknownKey.class);
            }
        }
    }

    @Test
    @Tag("slow")
    void reads_files_of_more_than_four_gibibytes() throws IOException {
        Path rpm = new RpmBuild(temp).build("""
                Name: large
                Version: 1
                Release: 1
                Summary: Large
                License: MIT
                %description
                %install
                mkdir -p %{buildroot}/usr/bin
                truncate -s 4300000000 %{buildroot}/usr/bin/large
                echo a > %{buildroot}/usr/bin/a
                ln %{buildroot}/usr/bin/a %{buildroot}/usr/bin/z
                ln -s a %{buildroot}/usr/bin/link
                %files
                /usr/bin/*
                """, "_binary_payload w1.zstdio");
        TreeMap<String, Long> sizes = new TreeMap<>();
        RpmFormat.unsigned().read(rpm, (entry, content) -> sizes.put(entry.kind() + " " + entry.path(), entry.size()));
        assertThat(sizes)
                .containsEntry("FILE usr/bin/large", 4_300_000_000L)
                .containsEntry("SYMLINK usr/bin/link", 0L)
                .containsEntry("FILE usr/bin/z", 2L)
                .containsEntry("HARDLINK usr/bin/a", 0L);
    }

    private static RpmFormat signed(Keyring keyring) {
        return RpmFormat.signed(new SignatureVerifier(keyring, InstantSource.system(), KeyExpiry.WHEN_SIGNED));
    }

    private void assertAgreesWithRpm(Path rpm, Received received) throws IOException {
        String format =
                "[%{FILENAMES}|%{FILEMODES:octal}|%{FILEUSERNAME}|%{FILEGROUPNAME}|%{FILEFLAGS:fflags}|%{FILELINKTOS}\\n]";
        List<String> expected = RpmBuild.query(temp, rpm, format)
                .lines()
                .filter(l -> !l.startsWith("(none)"))
                .sorted()
                .toList();
        List<String> found = received.entries.values().stream()
                .map(e -> "/" + e.path() + "|" + Integer.toOctalString(type(e) | e.mode()) + "|" + e.user() + "|"
                        + e.group() + "|" + flags(e) + "|" + (e.kind() == Kind.SYMLINK ? e.link() : ""))
                .sorted()
                .toList();
        assertThat(found)
                .isEqualTo(expected.stream()
                        .map(l -> l.replaceFirst("\\|([cdg]*)[^|cdg]*\\|([^|]*)$", "|$1|$2"))
                        .toList());
    }

    private static int type(PayloadEntry entry) {
        return switch (entry.kind()) {
            case FILE, HARDLINK -> 0100000;
            case DIRECTORY -> 0040000;
            case SYMLINK -> 0120000;
        };
    }

    private static String flags(PayloadEntry entry) {
        return (entry.flags().contains(Flag.DOC) ? "d" : "")
                + (entry.flags().contains(Flag.CONFIG) ? "c" : "")
                + (entry.flags().contains(Flag.GHOST) ? "g" : "");
    }

    private void assertContentsAgreeWithArchive(Path rpm, Received received) throws IOException {
        Fixtures.requireProgram("rpm2archive");
        Path tree = Files.createTempDirectory(temp, "tree");
        RpmBuild.run(tree, List.of("sh", "-c", "rpm2archive -n - < \"$0\" | tar -x", rpm.toString()));
        for (PayloadEntry entry : received.entries.values()) {
            Path file = tree.resolve(entry.path());
            if (entry.kind() == Kind.FILE && !entry.flags().contains(Flag.GHOST)) {
                byte[] content = received.contents.get(entry.path());
                assertThat(file).hasBinaryContent(content);
                assertThat(entry.sha256())
                        .isIn(
                                "",
                                PackageIntegrity.hex(
                                        PackageIntegrity.digest("SHA-256").digest(content)));
            } else if (entry.kind() == Kind.HARDLINK) {
                assertThat(file).hasBinaryContent(received.contents.get(entry.link()));
            }
        }
    }

    private static List<Path> fixtures() throws IOException {
        try (Stream<Path> files = Files.list(Fixtures.of("rpm"))) {
            return files.filter(p -> p.toString().endsWith(".rpm")).sorted().toList();
        }
    }
}
