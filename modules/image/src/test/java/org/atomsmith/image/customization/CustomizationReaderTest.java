package org.atomsmith.image.customization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.atomsmith.compose.treefile.Problem;
import org.atomsmith.compose.treefile.TreefileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read, and what is refused, with its place. */
final class CustomizationReaderTest {
    static final String KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAP2vpkMMNuGMB5MaNtHXGrj5X3S77S4z7cUNFxhOH2r a@b";
    static final String HASH =
            "$6$saltsalt$TVLlQcbpFVof5W3Yz4DTP6gRstiNuHwwTt6GLc1E5n0U0aDehy0S5knV8wiOQSpT0Y77vwPZN.Pq.H91p5hVO1";

    @TempDir
    private Path tmp;

    @Test
    void reads_what_a_blueprint_says() throws IOException {
        Customization c = read("""
                name: web
                version: 0.1.0
                customizations:
                  hostname: web1.example.org
                  user:
                    - name: anna
                      description: Anna A.
                      password: "%s"
                      key: "%s"
                      groups: [sudo, adm]
                      uid: 1200
                  kernel: {append: 'nosmt mitigations=auto foo="a b"'}
                  files:
                    - {path: /etc/motd, data: "hello\\n", mode: "0600"}
                  filesystem:
                    - {mountpoint: /, minsize: 10 GiB}
                    - {mountpoint: /var, minsize: 1073741824}
                """.formatted(HASH, KEY));
        assertThat(c.hostname()).hasValueSatisfying(h -> assertThat(h.value()).isEqualTo("web1.example.org"));
        assertThat(c.users()).singleElement().satisfies(u -> {
            assertThat(u.name().value()).isEqualTo("anna");
            assertThat(u.password()).contains(new PasswordHash(HASH));
            assertThat(u.keys()).containsExactly(KEY);
            assertThat(u.uid()).hasValueSatisfying(id -> assertThat(id.value()).isEqualTo(1200));
        });
        assertThat(c.kernelArguments())
                .extracting(Object::toString)
                .containsExactly("nosmt", "mitigations=auto", "foo=\"a b\"");
        assertThat(c.files())
                .singleElement()
                .satisfies(f -> assertThat(f.mode()).hasValue(0600));
        assertThat(c.storage().rootBytes()).hasValue(10L << 30);
        assertThat(c.storage().partitions())
                .singleElement()
                .satisfies(p -> assertThat(p.minBytes()).hasValue(1L << 30));
        assertThat(c.written().keySet()).containsExactly("files", "filesystem", "hostname", "kernel", "user");
    }

    @Test
    void reads_json_and_lays_one_over_the_other() throws IOException {
        CustomizationReader reader = new CustomizationReader();
        Path below = Files.writeString(tmp.resolve("a.json"), """
                {"hostname": "a", "user": [{"name": "anna", "groups": ["adm"]}], "services": {"enabled": ["x"]}}""");
        Path above = Files.writeString(tmp.resolve("b.yaml"), """
                hostname: b
                user: [{name: anna, shell: /bin/sh}, {name: ben}]
                services: {enabled: [y.socket]}
                """);
        Customization c = reader.read(List.of(reader.parse(below), reader.parse(above)));
        assertThat(c.hostname().orElseThrow().value()).isEqualTo("b");
        assertThat(c.users()).extracting(u -> u.name().value()).containsExactly("anna", "ben");
        assertThat(c.users().getFirst().groups()).hasSize(1);
        assertThat(c.users().getFirst().shell()).isPresent();
        assertThat(c.services().enabled()).extracting(Object::toString).containsExactly("x.service", "y.socket");
    }

    @Test
    void tells_every_mistake_at_once_with_its_place() {
        assertThat(mistakes("""
                hostnam: x
                hostname: -x-
                user:
                  - name: Root User
                  - {name: a, home: home/a, shel: /bin/sh}
                files:
                  - {path: /etc/../x}
                  - {path: /etc/a, mode: "0999"}
                kernel: {append: root=/dev/sda1}
                services: {enabled: [a], masked: [a]}
                firewall: {ports: ["70000:tcp", "80"]}
                timezone: {timezone: ../../etc/passwd}
                """))
                .containsExactlyInAnyOrder(
                        "1:1: unknown customization 'hostnam' (did you mean 'hostname'?)",
                        "2:11: '-x-' is not a host name; use letters, digits and -, dots between words, at most 64",
                        "5:29: unknown key 'shel' in an entry of 'user' (did you mean 'shell'?)",
                        "7:12: 'files': '/etc/../x' has a part that is empty, '.' or '..'; write it as /etc/motd",
                        "8:26: '0999' is not an octal mode; write it as \"0644\"",
                        "9:18: the kernel argument 'root=/dev/sda1' is the image's own; remove it",
                        "10:35: unit 'a.service' is in 'services.masked' and in 'services.enabled'; remove it from one of them",
                        "11:20: '70000:tcp' is not a range of ports: they are 1 to 65535",
                        "11:33: '80' is not a port; write 80:tcp, 8000-8100:tcp or https:tcp",
                        "12:22: '../../etc/passwd' is not a time zone; write it as Europe/Berlin");
    }

    @Test
    void refuses_storage_that_is_not_built_and_says_why() {
        assertThat(mistakes("""
                disk:
                  type: dos
                  partitions:
                    - {type: lvm, minsize: 1 GiB}
                    - {type: luks, mountpoint: /srv}
                    - {fs_type: swap}
                    - {mountpoint: /, fs_type: btrfs}
                    - {mountpoint: /srv, fs_type: zfs}
                    - {mountpoint: /var/a, label: root}
                    - {mountpoint: /srv}
                    - {mountpoint: /opt, minsize: 10 GB}
                """))
                .containsExactly(
                        "2:9: a partition table of type 'dos' is not built; write gpt, or remove it",
                        "4:14: logical volumes (LVM) are not built; use plain partitions with ext4 or xfs",
                        "5:14: encrypted partitions (LUKS) are not built; use plain partitions with ext4 or xfs",
                        "6:17: swap partitions are not built; use a swap file: the customization 'swap'",
                        "7:32: a root of btrfs is not built: nothing writes one without mounting it so that two builds"
                                + " have the same bytes (mkfs.btrfs draws identifiers of its own and takes the clock's"
                                + " time); use ext4 or xfs",
                        "8:35: the file system 'zfs' is not known; use ext4 or xfs",
                        "9:35: the label 'root' is that of the image's own partition; use another",
                        "10:20: two partitions have the mount point '/srv', the first in c.yaml:8:20; remove one of them",
                        "11:35: '10 GB' is no size; write it as 10 GiB or 512 MiB, or in bytes");
    }

    @Test
    void shows_no_password_in_any_message() {
        assertThat(failure("""
                user:
                  - {name: a, password: hunter2hunter2}
                  - {name: B, password: "$1$abcdefgh$G6q5Q1Y8s8l5Gzb0dLqvH0", home: x}
                """))
                .hasMessageContaining("the password of user 'a' is no hash: a password itself has no place here")
                .hasMessageContaining("the password of user 'B' is a hash of a kind that is guessed too fast")
                .hasMessageContaining("home: x}\n")
                .hasMessageNotContainingAny("hunter2", "G6q5Q1Y8");
        assertThat(failure("""
                user:
                  - {name: c, password: 4711, hom: y}
                  - {name: d, password: "%s", hom: y}
                """.formatted(HASH))).hasMessageNotContainingAny("4711", HASH);
    }

    @Test
    void a_platform_permits_what_it_names() throws IOException {
        Customization c = read("hostname: a\ndns: {servers: [192.0.2.1]}\n");
        assertThat(c.unsupported(Set.of("hostname"))).singleElement().satisfies(refused -> {
            assertThat(refused.value()).isEqualTo("dns");
            assertThat(refused.at().line()).isEqualTo(2);
        });
        assertThat(catchThrowableOfType(TreefileException.class, () -> c.checkAllowed("iot", Set.of("hostname")))
                        .problems())
                .singleElement()
                .satisfies(
                        p -> assertThat(p.message()).isEqualTo("platform 'iot' does not take the customization 'dns'"));
    }

    @Test
    void a_damaged_file_is_read_or_refused_but_nothing_else() throws IOException {
        byte[] whole = """
                hostname: a
                user: [{name: anna, key: "%s", uid: 1000, groups: [a, b], expiredate: 9}]
                kernel: {append: 'a="b c" d'}
                files: [{path: /etc/x, data: "y", mode: "0600"}]
                firewall: {ports: ["1-2:tcp"], services: {enabled: [ssh]}}
                disk: {type: gpt, minsize: 1 GiB, partitions: [{mountpoint: /var, minsize: 5, label: v}]}
                cacerts: {pem_certs: ["-----BEGIN CERTIFICATE-----\\nAAAA\\n-----END CERTIFICATE-----"]}
                """.formatted(KEY).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < whole.length; i++) {
            readOrRefuse(Arrays.copyOf(whole, i));
            byte[] flipped = whole.clone();
            flipped[i] ^= (byte) (1 << i % 8);
            readOrRefuse(flipped);
        }
    }

    private void readOrRefuse(byte[] text) throws IOException {
        try {
            new CustomizationReader().read(Files.write(tmp.resolve("c.yaml"), text));
        } catch (TreefileException e) {
            assertThat(e.problems()).isNotEmpty();
        }
    }

    @Test
    void knows_keys_and_hashes_from_what_only_looks_like_them() {
        assertThat(PublicKeyLine.fault(KEY)).isEmpty();
        assertThat(PublicKeyLine.fault("from=\"10.0.0.0/8\",no-pty " + KEY)).isEmpty();
        assertThat(PublicKeyLine.fault("command=\"say \\\"a b\\\"\",no-pty " + KEY))
                .isEmpty();
        assertThat(PublicKeyLine.fault("command=\"say " + KEY)).isPresent();
        assertThat(PublicKeyLine.fault("\"\\\"".repeat(5000) + " " + KEY)).isEmpty();
        assertThat(PublicKeyLine.fault("a b " + KEY)).isPresent();
        assertThat(PublicKeyLine.fault(KEY.substring(0, 60))).isPresent();
        assertThat(PublicKeyLine.fault(KEY.replace("ssh-ed25519", "ssh-rsa"))).isPresent();
        assertThat(PublicKeyLine.fault("-----BEGIN OPENSSH PRIVATE KEY-----"))
                .hasValueSatisfying(fault -> assertThat(fault).contains("private"));
        assertThat(PasswordHash.fault("$y$j9T$abcdefgh12345678$" + "a".repeat(43)))
                .isEmpty();
        assertThat(PasswordHash.fault(HASH.substring(0, 90))).isPresent();
        assertThat(new PasswordHash(HASH)).hasToString("a password hash");
    }

    private Customization read(String yaml) throws IOException {
        return new CustomizationReader().read(Files.writeString(tmp.resolve("c.yaml"), yaml));
    }

    private TreefileException failure(String yaml) {
        return catchThrowableOfType(TreefileException.class, () -> read(yaml));
    }

    private List<String> mistakes(String yaml) {
        return failure(yaml).problems().stream()
                .map(Problem::toString)
                .map(text ->
                        text.replace(tmp.resolve("c.yaml") + ":", "c.yaml:").replaceFirst("^c\\.yaml:", ""))
                .toList();
    }
}
