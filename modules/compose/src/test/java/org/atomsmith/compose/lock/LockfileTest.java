package org.atomsmith.compose.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.atomsmith.compose.treefile.Fixtures;
import org.atomsmith.compose.treefile.Problem;
import org.atomsmith.compose.treefile.TextDocument;
import org.atomsmith.compose.treefile.TreefileException;
import org.atomsmith.rpm.Evr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LockfileTest {
    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);
    private static final String OURS = """
            {
              "packages": {
                "base-files": {
                  "evra": "13.8+deb13u1.amd64",
                  "digest": "%1$s",
                  "repo": "debian"
                },
                "podman": {
                  "evra": "1:5.4.2+ds1-2+b2.amd64",
                  "digest": "%1$s",
                  "repo": "debian"
                }
              },
              "metadata": {
                "repositories": {
                  "debian": {
                    "digest": "%1$s"
                  }
                },
                "source-date-epoch": 1767225600
              }
            }
            """.formatted(DIGEST);

    private final LockfileReader reader = new LockfileReader();
    private final LockfileWriter writer = new LockfileWriter();

    private static Lockfile sample() {
        return Lockfile.of(
                Map.of(
                        "podman", LockedPackage.of(Evr.parse("1:5.4.2+ds1-2+b2"), "amd64", DIGEST, "debian"),
                        "base-files", LockedPackage.of(Evr.parse("13.8+deb13u1"), "amd64", DIGEST, "debian")),
                Map.of("source-date-epoch", 1767225600L, "repositories", Map.of("debian", Map.of("digest", DIGEST))));
    }

    private Lockfile parse(String text) {
        return reader.parse(TextDocument.of(Path.of("a.lock.json"), text.getBytes(StandardCharsets.UTF_8)));
    }

    private String wrong(String text) {
        try {
            throw new AssertionError("no mistake found: " + parse(text));
        } catch (TreefileException e) {
            return String.join(
                    "\n", e.problems().stream().map(Problem::toString).toList());
        }
    }

    @Test
    void writes_the_same_bytes_for_the_same_packages() {
        assertThat(writer.toJson(sample())).isEqualTo(OURS);
        assertThat(writer.toJson(Lockfile.EMPTY)).isEqualTo("{\n  \"packages\": {}\n}\n");
    }

    @Test
    void reads_what_it_writes() {
        assertThat(parse(OURS)).isEqualTo(sample());
        Lockfile odd = new Lockfile(
                new TreeMap<>(Map.of(
                        "a",
                        new LockedPackage(
                                Evr.parse("1-2"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Map.of("é\n", true)))),
                new TreeMap<>(Map.of("src", "3-4")),
                new TreeMap<>(Map.of("list", List.of(1L, 1.5, "x", Map.of()))));
        assertThat(parse(writer.toJson(odd))).isEqualTo(odd);
    }

    @Test
    void reads_and_rewrites_the_lockfile_of_fedora_coreos() throws IOException {
        Path file = Fixtures.path("manifests/fedora-coreos/manifest-lock.x86_64.json");
        Lockfile lockfile = reader.read(file);
        assertThat(lockfile.packages()).hasSizeGreaterThan(400);
        LockedPackage manager = lockfile.packages().get("NetworkManager");
        assertThat(manager.evr()).isEqualTo(Evr.parse("1:1.46.2-1.fc40"));
        assertThat(manager.arch()).contains("x86_64");
        assertThat(manager.metadata()).containsEntry("sourcerpm", "NetworkManager");
        assertThat(lockfile.metadata()).containsKey("rpmmd_repos");
        assertThat(writer.toJson(lockfile)).isEqualTo(Files.readString(file).stripTrailing() + "\n");
    }

    @Test
    void lets_a_later_lockfile_override_an_earlier_one() {
        Path folder = Fixtures.path("manifests/fedora-coreos");
        Lockfile lockfile = reader.readAll(
                List.of(folder.resolve("manifest-lock.x86_64.json"), folder.resolve("manifest-lock.overrides.yaml")));
        LockedPackage podman = lockfile.packages().get("podman");
        assertThat(podman.evra()).isEqualTo("5:5.2.5-1.fc40");
        assertThat(podman.arch()).isEmpty();
        assertThat(podman.metadata()).containsEntry("type", "fast-track");
        assertThat(lockfile.packages().get("zstd").arch()).contains("x86_64");
        assertThat(reader.readAll(List.of())).isEqualTo(Lockfile.EMPTY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            []                                       | a.lock.json:1:1: a lockfile is a mapping with 'packages', found a list
            {}                                       | a.lock.json:1:1: a lockfile has 'packages', this one has none; check that it is the right file
            {"packages": []}                         | a.lock.json:1:14: 'packages' must be a mapping, found a list
            {"packages": {"a": "1-2"}}               | a.lock.json:1:20: 'a' must be a mapping, found the string '1-2'
            {"packages": {"a": {}}}                  | a.lock.json:1:20: package 'a' has no 'evra'; write "evra": "[epoch:]version-release.arch"
            {"packages": {"a": {"evra": 5}}}         | a.lock.json:1:29: 'evra' must be a string, found the number 5; put it in quotes
            {"packages": {"a": {"evra": "1-2"}}}     | a.lock.json:1:29: the version of 'a' is '1-2', without an architecture; write "evra": "[epoch:]version-release.arch"
            {"packages": {"a": {"evra": "1.x", "evr": "1"}}} | a.lock.json:1:20: package 'a' has both 'evra' and 'evr'; write "evra": "[epoch:]version-release.arch"
            {"packages": {"a": {"evra": "1.x", "digest": "md5:00"}}} | a.lock.json:1:46: the digest of 'a' is 'md5:00'; write sha256: and 64 lower-case hexadecimal digits
            {"packages": {}, "source-packages": {"s": {"evr": 1}}} | a.lock.json:1:51: 'evr' must be a string, found the number 1; put it in quotes
            {"packages": {}, "metadata": 1}          | a.lock.json:1:30: 'metadata' must be a mapping, found the number 1
            {"packages": {                           | a.lock.json:1:15: not JSON: Unexpected end-of-input: expected close marker for Object; check the commas and the quotes
            """)
    void tells_what_is_wrong(String text, String message) {
        assertThat(wrong(text)).isEqualTo(message);
    }

    @Test
    void tells_where_a_lockfile_was_looked_for(@TempDir Path directory) {
        Path missing = directory.resolve("none.lock.json");
        assertThatThrownBy(() -> reader.read(missing))
                .isInstanceOf(TreefileException.class)
                .hasMessage(missing + ": no such lockfile: looked at " + missing + "; check the name");
        assertThatThrownBy(() -> reader.read(directory))
                .hasMessage(directory + ": cannot read the lockfile: it is a directory");
    }

    @Test
    void reads_or_refuses_every_beginning_and_every_flipped_bit() {
        byte[] bytes = OURS.getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < bytes.length - 2; length++) {
            byte[] beginning = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> reader.parse(TextDocument.of(Path.of("a.json"), beginning)))
                    .isInstanceOf(TreefileException.class);
        }
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                reader.parse(TextDocument.of(Path.of("a.json"), flipped));
            } catch (TreefileException e) {
                assertThat(e.problems()).isNotEmpty();
            }
        }
    }

    @Test
    void replaces_the_file_whole_and_leaves_an_equal_one_alone(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("out/host.lock.json");
        writer.write(sample(), file);
        assertThat(file).hasContent(OURS);
        assertThat(file.getParent()).isDirectoryContaining(path -> path.equals(file));
        Object before = Files.getAttribute(file, "unix:ino");
        writer.write(sample(), file);
        assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(before);
        writer.write(Lockfile.EMPTY, file);
        assertThat(reader.read(file)).isEqualTo(Lockfile.EMPTY);
        try (var left = Files.list(file.getParent())) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void refuses_a_digest_of_another_form() {
        assertThatThrownBy(() -> LockedPackage.of(Evr.parse("1"), "amd64", "0123", "r"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a digest: '0123'");
    }
}
