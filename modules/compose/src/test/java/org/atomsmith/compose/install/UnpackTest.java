package org.atomsmith.compose.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.MemoryObjects;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.PackageTree;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.PackageHeader;
import org.atomsmith.rpm.PayloadEntry.Flag;
import org.junit.jupiter.api.Test;

class UnpackTest {
    private final MemoryObjects objects = new MemoryObjects();
    private final PayloadFilter everything = new PayloadFilter(true, Optional.empty(), Map.of());

    private PackageTree tree(String name, PackageTree.Entry... entries) {
        Nevra nevra = new Nevra(name, Evr.parse("1-1"), "x86_64");
        return new PackageTree(new PackageHeader(nevra, List.of(), new TreeMap<>()), List.of(entries));
    }

    private static PackageTree.Entry entry(String path, Node node, Flag... flags) {
        return new PackageTree.Entry(path, node, "", "", Set.of(flags));
    }

    private PackageTree.Entry file(String path, String text, Flag... flags) {
        return entry(path, objects.text(text), flags);
    }

    private static PackageTree.Entry directory(String path) {
        return entry(path, Node.Directory.PLAIN);
    }

    private static PackageTree.Entry link(String path, String target) {
        return entry(path, new Node.Symlink(0, 0, target));
    }

    private FileTree unpack(PackageTree... packages) throws IOException {
        return unpack(everything, Map.of(), packages);
    }

    private static FileTree unpack(
            PayloadFilter filter, Map<String, PackageKind.Diversion> diversions, PackageTree... packages)
            throws IOException {
        Unpack unpack = new Unpack(new RpmKind("x86_64"), filter, new FileTree());
        unpack.unpack(List.of(packages), diversions, Accounts.none());
        return unpack.tree();
    }

    @Test
    void two_packages_with_different_files_at_one_path_are_named() {
        PackageTree one = tree("one", file("etc/a", "1"));
        PackageTree two = tree("two", file("etc/a", "2"));
        assertThatThrownBy(() -> unpack(one, two))
                .isInstanceOf(FileConflictException.class)
                .hasMessageContaining(
                        "/etc/a is in two packages with different contents: one-1-1.x86_64 and two-1-1.x86_64");
    }

    @Test
    void the_same_file_in_two_packages_is_no_conflict() throws IOException {
        assertThat(unpack(tree("one", file("etc/a", "1")), tree("two", file("etc/a", "1")))
                        .has("etc/a"))
                .isTrue();
    }

    @Test
    void a_directory_of_one_package_follows_the_link_of_another_whatever_their_order() throws IOException {
        PackageTree links = tree("links", link("lib", "usr/lib"), directory("usr/lib"));
        PackageTree old =
                tree("old", directory("lib"), directory("lib/udev"), file("lib/udev/rule", "r"), link("lib/x", "y"));
        for (FileTree tree : List.of(unpack(links, old), unpack(old, links))) {
            assertThat(tree.get("lib")).contains(new Node.Symlink(0, 0, "usr/lib"));
            assertThat(tree.has("usr/lib/udev/rule")).isTrue();
            assertThat(tree.has("usr/lib/x")).isTrue();
        }
    }

    @Test
    void a_diverted_file_goes_where_it_was_diverted_to_unless_it_is_the_diverters_own() throws IOException {
        Map<String, PackageKind.Diversion> diversions =
                Map.of("usr/bin/x", new PackageKind.Diversion("usr/bin/x.real", "mine"));
        FileTree tree = unpack(
                everything, diversions, tree("theirs", file("usr/bin/x", "1")), tree("mine", file("usr/bin/x", "2")));
        assertThat(objects.text(tree.get("usr/bin/x").orElseThrow())).isEqualTo("2");
        assertThat(objects.text(tree.get("usr/bin/x.real").orElseThrow())).isEqualTo("1");
    }

    @Test
    void documentation_languages_and_named_files_are_left_out_but_licences_stay() throws IOException {
        PayloadFilter filter = new PayloadFilter(
                false, Optional.of(List.of("de", "pt_BR")), Map.of("p", List.of(Pattern.compile("^/usr/games/"))));
        List<PackageTree.Entry> entries = new ArrayList<>(List.of(
                file("usr/share/doc/p/README", "r", Flag.DOC),
                file("usr/share/doc/p/copyright", "c", Flag.DOC),
                file("usr/share/locale/de/LC_MESSAGES/p.mo", "d"),
                file("usr/share/locale/de_AT/LC_MESSAGES/p.mo", "a"),
                file("usr/share/locale/fr/LC_MESSAGES/p.mo", "f"),
                file("usr/share/locale/pt/LC_MESSAGES/p.mo", "p"),
                file("usr/share/man/man1/p.1", "m"),
                file("usr/games/p", "g"),
                file("var/ghost", "", Flag.GHOST)));
        FileTree tree = unpack(filter, Map.of(), tree("p", entries.toArray(PackageTree.Entry[]::new)));
        assertThat(tree.nodes().entrySet().stream()
                        .filter(e -> e.getValue() instanceof Node.File)
                        .map(Map.Entry::getKey))
                .containsExactly(
                        "usr/share/doc/p/copyright",
                        "usr/share/locale/de/LC_MESSAGES/p.mo",
                        "usr/share/locale/de_AT/LC_MESSAGES/p.mo",
                        "usr/share/man/man1/p.1");
    }
}
