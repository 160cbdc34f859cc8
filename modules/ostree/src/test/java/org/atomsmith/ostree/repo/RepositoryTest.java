package org.atomsmith.ostree.repo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.atomsmith.ostree.Mutations;
import org.atomsmith.ostree.OstreeCommand;
import org.atomsmith.ostree.ScratchRepository;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.CommitBuilder;
import org.atomsmith.ostree.object.CorruptObjectException;
import org.atomsmith.ostree.object.DirMeta;
import org.atomsmith.ostree.object.DirTree;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RepositoryTest {
    private static final FileHeader PLAIN = FileHeader.regular(0644);

    @TempDir
    private Path tmp;

    @Test
    void opens_what_it_created_and_refuses_another_mode() throws IOException {
        Path path = tmp.resolve("repo");
        Repository.create(path, RepositoryMode.ARCHIVE);

        assertThat(Repository.open(path).mode()).isEqualTo(RepositoryMode.ARCHIVE);
        assertThat(Repository.create(path, RepositoryMode.ARCHIVE).path()).isEqualTo(path);
        assertThatThrownBy(() -> Repository.create(path, RepositoryMode.BARE_USER))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining("archive-z2")
                .hasMessageContaining("bare-user");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[core]\nrepo_version=1\nmode=bare-unknown\n", "[core]\nmode=bare\nrepo_version=2\n", "x=1\n"
            })
    void says_what_is_wrong_with_a_configuration(String config) throws IOException {
        Files.writeString(tmp.resolve("config"), config);
        assertThatThrownBy(() -> Repository.open(tmp))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining(tmp.toString());
    }

    @Test
    void says_that_a_directory_is_no_repository() {
        assertThatThrownBy(() -> Repository.open(tmp.resolve("none")))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining("is no OSTree repository");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BARE_SPLIT_XATTRS")
    void gives_back_the_content_that_it_was_given(RepositoryMode mode) throws IOException {
        Repository repository = ScratchRepository.create(tmp.resolve("repo"), mode);
        byte[] large = new byte[2_500_000];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31 >> 7);
        }
        for (byte[] content : List.of(new byte[0], "small".getBytes(UTF_8), large)) {
            Checksum checksum;
            try (Transaction transaction = repository.begin()) {
                checksum = transaction.writeContent(PLAIN, content.length, new ByteArrayInputStream(content));
                assertThat(read(repository, checksum)).as("while staged").isEqualTo(content);
                transaction.commit();
            }
            assertThat(checksum).isEqualTo(PLAIN.checksum(content));
            assertThat(repository.contentInfo(checksum)).isEqualTo(new ContentInfo(PLAIN, content.length));
            assertThat(read(repository, checksum)).isEqualTo(content);
            repository.verify(ObjectName.file(checksum));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BARE_SPLIT_XATTRS")
    void finds_content_that_was_changed_cut_or_extended_on_disk(RepositoryMode mode) throws IOException {
        Repository repository = ScratchRepository.create(tmp.resolve("repo"), mode);
        byte[] content = "abcdefghijklmnopqrstuvwxyz".repeat(10).getBytes(UTF_8);
        Checksum checksum = write(repository, content);
        Path file = repository.objectPath(ObjectName.file(checksum));
        byte[] sound = Files.readAllBytes(file);
        for (int length = 0; length < sound.length; length += 7) {
            Files.write(file, Arrays.copyOf(sound, length));
            assertCorrupt(repository, checksum);
        }
        for (int bit = 0; bit < 8 * sound.length; bit += 5) {
            byte[] flipped = sound.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, flipped);
            assertUnharmedOrCorrupt(repository, checksum, content);
        }
        Files.write(file, sound);
        repository.verify(ObjectName.file(checksum));
    }

    private static void assertCorrupt(Repository repository, Checksum checksum) {
        assertThatThrownBy(() -> repository.verify(ObjectName.file(checksum)))
                .isInstanceOf(CorruptObjectException.class)
                .hasMessageContaining(checksum.hex().substring(2));
    }

    /** A flipped bit in deflate's padding changes nothing that is read. */
    private static void assertUnharmedOrCorrupt(Repository repository, Checksum checksum, byte[] content)
            throws IOException {
        try {
            repository.verify(ObjectName.file(checksum));
        } catch (CorruptObjectException e) {
            return;
        }
        assertThat(read(repository, checksum)).isEqualTo(content);
    }

    @Test
    void compresses_as_hard_as_the_configuration_says() throws IOException {
        StringBuilder text = new StringBuilder();
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            text.append(Integer.toString(random.nextInt(1 + random.nextInt(9000)) * 7919, 36))
                    .append(' ');
        }
        byte[] content = text.toString().getBytes(UTF_8);
        long[] sizes = new long[2];
        for (int i = 0; i < 2; i++) {
            KeyFile file = RepositoryConfig.of(RepositoryMode.ARCHIVE)
                    .file()
                    .with("archive", "zlib-level", i == 0 ? "1" : "9");
            Repository repository = Repository.create(tmp.resolve("repo" + i), new RepositoryConfig(file));
            Checksum checksum = write(repository, content);
            sizes[i] = repository.storedSize(checksum);
            assertThat(read(repository, checksum)).isEqualTo(content);
        }
        assertThat(sizes[1]).isLessThan(sizes[0]);
    }

    @Test
    void refuses_content_that_ends_early_and_keeps_nothing_of_it() throws IOException {
        Repository repository = ScratchRepository.create(tmp.resolve("repo"), RepositoryMode.BARE_USER);
        try (Transaction transaction = repository.begin()) {
            for (int size : new int[] {10, 5_000_000}) {
                assertThatThrownBy(() -> transaction.writeContent(PLAIN, size, new ByteArrayInputStream(new byte[9])))
                        .isInstanceOf(EOFException.class)
                        .hasMessageContaining("9 of " + size);
            }
            assertThat(transaction.commit().contentWritten()).isZero();
        }
        assertThat(filesIn(repository)).isEmpty();
    }

    @Test
    void what_was_not_committed_is_gone() throws IOException {
        Repository repository = ScratchRepository.create(tmp.resolve("repo"), RepositoryMode.BARE_USER);
        Checksum checksum;
        try (Transaction transaction = repository.begin()) {
            checksum = transaction.writeContent(PLAIN, new byte[] {1});
            transaction.setRef("main", checksum);
            assertThat(repository.hasContent(checksum)).isTrue();
        }
        assertThat(repository.hasContent(checksum)).isFalse();
        assertThat(repository.refs().list()).isEmpty();
        assertThat(filesIn(repository)).isEmpty();
        assertThatThrownBy(() -> repository.openContent(checksum))
                .isInstanceOf(ObjectNotFoundException.class)
                .hasMessageContaining(checksum.hex());
    }

    @RepeatedTest(5)
    void writes_an_object_once_however_many_threads_write_it() throws Exception {
        Repository repository = ScratchRepository.create(tmp.resolve("repo"), RepositoryMode.BARE_USER);
        try (Transaction transaction = repository.begin();
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Checksum>> written = new ArrayList<>();
            for (int i = 0; i < 800; i++) {
                byte[] content = ("content " + i / 4).getBytes(UTF_8);
                written.add(threads.submit(() -> transaction.writeContent(PLAIN, content)));
            }
            for (Future<Checksum> checksum : written) {
                repository.verify(ObjectName.file(checksum.get()));
            }
            TransactionStatistics statistics = transaction.commit();
            assertThat(statistics.contentTotal()).isEqualTo(800);
            assertThat(statistics.contentWritten()).isEqualTo(200);
        }
        assertThat(filesIn(repository)).hasSize(200);
    }

    @Test
    void reads_only_metadata_whose_checksum_is_right() throws IOException {
        Repository repository = ScratchRepository.create(tmp.resolve("repo"), RepositoryMode.BARE_USER);
        Checksum checksum;
        try (Transaction transaction = repository.begin()) {
            checksum = transaction.write(DirMeta.directory(0750));
            transaction.commit();
        }
        assertThat(repository.readDirMeta(checksum)).isEqualTo(DirMeta.directory(0750));
        Path file = repository.objectPath(new ObjectName(ObjectType.DIRMETA, checksum));
        Files.write(file, DirMeta.directory(0777).toBytes());
        assertThatThrownBy(() -> repository.readDirMeta(checksum))
                .isInstanceOf(CorruptObjectException.class)
                .hasMessageContaining(checksum.hex());
    }

    @Test
    void refs_are_local_or_of_a_remote() throws IOException {
        Repository repository = ScratchRepository.create(tmp.resolve("repo"), RepositoryMode.BARE_USER);
        Checksum one = Checksum.digest(new byte[] {1});
        try (Transaction transaction = repository.begin()) {
            transaction.setRef("debian/13/amd64/host", one);
            transaction.setRef("origin:main", one);
            transaction.commit();
        }
        assertThat(repository.refs().list()).isEqualTo(Map.of("debian/13/amd64/host", one));
        assertThat(repository.refs().listRemote("origin")).isEqualTo(Map.of("main", one));
        assertThat(repository.refs().resolve("origin:main")).contains(one);
        assertThat(repository.refs().resolve(one.hex())).contains(one);
        assertThat(repository.refs().resolve("nothing")).isEmpty();
        assertThat(repository.refs().resolve("debian/13")).isEmpty();
        try (Transaction transaction = repository.begin()) {
            transaction.deleteRef("origin:main");
            transaction.commit();
        }
        assertThat(repository.refs().resolve("origin:main")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/", "../x", "a//b", "a/../b", ".hidden", "a/", "-x", "o:", ":x", "a b", "x:../y", "a\nb"})
    void refuses_a_ref_that_leads_elsewhere(String ref) throws IOException {
        Repository repository = ScratchRepository.create(tmp.resolve("repo"), RepositoryMode.BARE_USER);
        try (Transaction transaction = repository.begin()) {
            assertThatThrownBy(() -> transaction.setRef(ref, Checksum.digest(new byte[0])))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void keeps_detached_metadata_until_it_is_replaced() throws IOException {
        Repository repository = ScratchRepository.create(tmp.resolve("repo"), RepositoryMode.ARCHIVE);
        Checksum commit = Checksum.digest(new byte[] {3});
        SequencedMap<String, Variant> metadata = new LinkedHashMap<>(Map.of("k", Variant.string("v")));
        try (Transaction transaction = repository.begin()) {
            transaction.setDetachedMetadata(commit, metadata);
            assertThat(transaction.detachedMetadata(commit)).isEqualTo(metadata);
            transaction.commit();
        }
        assertThat(repository.readDetachedMetadata(commit)).contains(metadata);
        try (Transaction transaction = repository.begin()) {
            assertThat(transaction.detachedMetadata(commit)).isEqualTo(metadata);
            transaction.setDetachedMetadata(commit, new LinkedHashMap<>());
            transaction.commit();
        }
        assertThat(repository.readDetachedMetadata(commit)).contains(new LinkedHashMap<>());
    }

    @Test
    void makes_the_summary_that_libostree_makes() throws IOException {
        OstreeCommand.assumePresent();
        Repository repository = ScratchRepository.create(tmp.resolve("repo"), RepositoryMode.ARCHIVE);
        try (Transaction transaction = repository.begin()) {
            Checksum tree = transaction.write(new DirTree(List.of(), List.of()));
            Checksum meta = transaction.write(DirMeta.directory(0755));
            transaction.setRef("a/b", transaction.write(new CommitBuilder(tree, meta, 5).build()));
            transaction.setRef(
                    "main",
                    transaction.write(new CommitBuilder(tree, meta, 1_600_000_000L)
                            .version("7")
                            .build()));
            transaction.commit();
        }
        OstreeCommand.ostree(repository.path(), "summary", "-u");
        byte[] theirs = repository.summary().read().orElseThrow();
        Summary read = Summary.parse(theirs);
        long lastModified = Long.reverseBytes(
                read.metadata().get("ostree.summary.last-modified").asLong());

        byte[] ours = Summary.of(repository, lastModified).toBytes();

        assertThat(ours).isEqualTo(theirs);
        repository.summary().write(ours, new LinkedHashMap<>());
        assertThat(OstreeCommand.ostree(repository.path(), "summary", "-v")).contains("a/b", "main");
    }

    @Test
    void a_summary_stands_every_mutation() throws Exception {
        SequencedMap<String, Variant> metadata = new LinkedHashMap<>();
        metadata.put("ostree.summary.mode", Variant.string("bare"));
        Map<String, Summary.Entry> refs = new TreeMap<>();
        refs.put("a", new Summary.Entry(5, Checksum.digest(new byte[0]), metadata));
        refs.put("b", new Summary.Entry(6, Checksum.digest(new byte[1]), new LinkedHashMap<>()));
        byte[] sample = new Summary(new TreeMap<>(refs), metadata).toBytes();
        Mutations.check(sample, bytes -> Summary.parse(bytes).toBytes(), CorruptObjectException.class);
    }

    private static Checksum write(Repository repository, byte[] content) throws IOException {
        try (Transaction transaction = repository.begin()) {
            Checksum checksum = transaction.writeContent(PLAIN, content);
            transaction.commit();
            return checksum;
        }
    }

    private static byte[] read(Repository repository, Checksum checksum) throws IOException {
        try (ContentObject content = repository.openContent(checksum)) {
            return content.stream().readAllBytes();
        }
    }

    /** Files of objects and temporary files; the lock and the configuration are neither. */
    private static List<Path> filesIn(Repository repository) throws IOException {
        try (var files = Files.walk(repository.path())) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !List.of("config", ".lock")
                            .contains(file.getFileName().toString()))
                    .toList();
        }
    }
}
