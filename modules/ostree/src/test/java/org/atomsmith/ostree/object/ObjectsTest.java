package org.atomsmith.ostree.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.atomsmith.ostree.Mutations;
import org.atomsmith.ostree.gvariant.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ObjectsTest {
    private static final Checksum ONE = Checksum.digest(new byte[] {1});
    private static final Checksum TWO = Checksum.digest(new byte[] {2});
    private static final Xattrs XATTRS =
            Xattrs.of(Map.of("user.b", new byte[] {1, 2}, "security.capability", new byte[20]));

    @Test
    void a_checksum_has_the_texts_that_libostree_uses() {
        Checksum checksum = Checksum.digest(new byte[0]);

        assertThat(checksum.hex()).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(checksum.modifiedBase64()).isEqualTo("47DEQpj8HBSa+_TImW+5JCeuQeRkm5NMpJWZG3hSuFU");
        assertThat(Checksum.parse(checksum.hex())).isEqualTo(checksum);
        assertThat(Checksum.of(checksum.bytes())).isEqualTo(checksum);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "e3", "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855", "é"})
    void refuses_what_is_no_checksum(String text) {
        assertThat(Checksum.tryParse(text)).isEmpty();
        assertThatThrownBy(() -> Checksum.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_empty_directory_and_the_plain_one_have_their_well_known_names() {
        assertThat(new DirTree(List.of(), List.of()).checksum().hex())
                .isEqualTo("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
        assertThat(DirMeta.directory(0755).checksum().hex())
                .isEqualTo("446a0ef11b7cc167f3b603e585c7eeeeb675faa412d5ec73f62988eb0b6c5488");
    }

    @Test
    void a_dirmeta_stands_every_mutation() throws Exception {
        byte[] sample = new DirMeta(1000, 100, 041777, XATTRS).toBytes();
        Mutations.check(sample, bytes -> DirMeta.parse(bytes).toBytes(), CorruptObjectException.class);
    }

    @Test
    void a_dirtree_stands_every_mutation() throws Exception {
        byte[] sample = new DirTree(
                        List.of(new DirTree.File("a", ONE), new DirTree.File("ö", TWO)),
                        List.of(new DirTree.Directory("d", ONE, TWO)))
                .toBytes();
        Mutations.check(sample, bytes -> DirTree.parse(bytes).toBytes(), CorruptObjectException.class);
    }

    @Test
    void a_file_header_stands_every_mutation() throws Exception {
        FileHeader header = new FileHeader(7, 8, 0104755, "", XATTRS);
        Mutations.check(
                withoutFrame(header.toBytes()),
                bytes -> withoutFrame(FileHeader.parse(bytes).toBytes()),
                CorruptObjectException.class);
        Mutations.check(
                withoutFrame(header.toArchivedBytes(1L << 40)),
                bytes -> {
                    FileHeader.Archived read = FileHeader.parseArchived(bytes);
                    return withoutFrame(read.header().toArchivedBytes(read.size()));
                },
                CorruptObjectException.class);
    }

    @Test
    void a_commit_stands_every_mutation() throws Exception {
        byte[] sample = commit().toBytes();
        Mutations.check(sample, bytes -> Commit.parse(bytes).toBytes(), CorruptObjectException.class);
    }

    @Test
    void a_commit_keeps_what_it_is_given() throws Exception {
        Commit commit = commit();

        Commit read = Commit.parse(commit.toBytes());

        assertThat(read).isEqualTo(commit);
        assertThat(read.version()).contains("13.1");
        assertThat(read.refBinding()).containsExactly("debian/13/amd64/host");
    }

    private static Commit commit() {
        return new CommitBuilder(ONE, TWO, 1_700_000_000L)
                .parent(Optional.of(TWO))
                .subject("subject")
                .body("body\nmore")
                .version("13.1")
                .refBinding(List.of("debian/13/amd64/host"))
                .bootable("6.12.1-amd64")
                .packages(List.of(
                        new PackageListEntry("zlib", "1", "1.3", "1", "x86_64"),
                        new PackageListEntry("bash", "0", "5.2", "3", "x86_64")))
                .inputHash("abc")
                .build();
    }

    @Test
    void the_package_list_is_sorted() {
        Variant list = commit().metadata().get("rpmostree.rpmdb.pkglist");
        assertThat(list.type().text()).isEqualTo("a(sssss)");
        assertThat(list.get(0).get(0).asString()).isEqualTo("bash");
    }

    @Test
    void rejects_a_dirtree_whose_entries_are_unsorted() {
        byte[] bytes = Variant.tuple(
                        Variant.array("(say)", List.of(entry("b"), entry("a"))), Variant.array("(sayay)", List.of()))
                .toBytes();
        assertThatThrownBy(() -> DirTree.parse(bytes))
                .isInstanceOf(CorruptObjectException.class)
                .hasMessageContaining("'a' is unsorted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "/"})
    void rejects_a_dirtree_with_a_name_that_leads_out_of_it(String name) {
        byte[] bytes = Variant.tuple(Variant.array("(say)", List.of(entry(name))), Variant.array("(sayay)", List.of()))
                .toBytes();
        assertThatThrownBy(() -> DirTree.parse(bytes)).isInstanceOf(CorruptObjectException.class);
    }

    @Test
    void rejects_a_dirtree_with_a_file_and_a_directory_of_one_name() {
        List<DirTree.File> files = List.of(new DirTree.File("a", ONE), new DirTree.File("b", ONE));
        List<DirTree.Directory> directories = List.of(new DirTree.Directory("b", ONE, ONE));
        assertThatThrownBy(() -> new DirTree(files, directories)).hasMessageContaining("'b' is both");
    }

    @Test
    void rejects_xattrs_that_are_unsorted_or_repeated() {
        for (List<String> names : List.of(List.of("user.b", "user.a"), List.of("user.a", "user.a"))) {
            List<Xattr> entries = new ArrayList<>();
            names.forEach(name -> entries.add(new Xattr(name, new byte[0])));
            assertThatThrownBy(() -> new Xattrs(entries)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void rejects_modes_that_no_object_has() {
        for (int mode : new int[] {0, 0644, 020644, 060644, 010644, 0140644, 040755, 0x10000 | 0100644}) {
            assertThatThrownBy(() -> new FileHeader(0, 0, mode, "", Xattrs.NONE))
                    .as("mode %o", mode)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        byte[] file = new DirMeta(0, 0, 0100644, Xattrs.NONE).toBytes();
        assertThatThrownBy(() -> DirMeta.parse(file)).hasMessageContaining("not a directory's");
    }

    @Test
    void names_are_ordered_by_their_bytes() {
        // In UTF-16, as String has it, the last two change places.
        List<String> names = Arrays.asList("", "A", "a", "a.b", "a/b", "ab", "é", "￼", "𝄞");
        List<String> sorted = new ArrayList<>(names);
        java.util.Collections.reverse(sorted);
        sorted.sort(ByteOrderedNames.ORDER);
        assertThat(sorted).isEqualTo(names);
    }

    @Test
    void rejects_a_commit_with_metadata_that_has_a_key_twice() {
        SequencedMap<String, Variant> none = new LinkedHashMap<>();
        byte[] good = new Commit(none, Optional.empty(), "", "", 0, ONE, TWO).toBytes();
        assertThat(good).isNotEmpty();
        Variant twice = Variant.array("{sv}", List.of(dictEntry(), dictEntry()));
        byte[] bytes = Variant.tuple(
                        twice,
                        Variant.bytes(new byte[0]),
                        Variant.array("(say)", List.of()),
                        Variant.string(""),
                        Variant.string(""),
                        Variant.u64(0),
                        Variant.bytes(ONE.bytes()),
                        Variant.bytes(TWO.bytes()))
                .toBytes();
        assertThatThrownBy(() -> Commit.parse(bytes))
                .isInstanceOf(CorruptObjectException.class)
                .hasMessageContaining("twice");
    }

    private static Variant dictEntry() {
        return new Variant.Entry(Variant.string("k"), Variant.boxed(Variant.bool(true)));
    }

    private static Variant entry(String name) {
        return Variant.tuple(Variant.string(name), Variant.bytes(ONE.bytes()));
    }

    private static byte[] withoutFrame(byte[] framed) {
        return Arrays.copyOfRange(framed, FileHeader.FRAME, framed.length);
    }
}
