package org.atomsmith.compose.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.PackageTree;
import org.atomsmith.rpm.PayloadEntry.Flag;
import org.junit.jupiter.api.Test;

final class PayloadFilterTest {
    private static final Node FILE =
            new Node.File(0, 0, 0644, Node.noXattrs(), "0".repeat(64), new Node.Stored(0, 0, 0644, Node.noXattrs()), 0);
    private static final Node LINK = new Node.Symlink(0, 0, "elsewhere");
    private static final Node DIRECTORY = Node.Directory.PLAIN;

    private final PayloadFilter lean = new PayloadFilter(false, Optional.of(List.of("en_US", "de")), Map.of());

    private static PackageTree.Entry entry(String path, Node node, Flag... flags) {
        return new PackageTree.Entry(path, node, "", "", Set.of(flags));
    }

    @Test
    void leaves_documentation_out_but_for_licences() {
        assertThat(lean.keeps("p", entry("usr/share/doc/p/README", FILE, Flag.DOC)))
                .isFalse();
        assertThat(lean.keeps("p", entry("usr/share/doc/p/examples", DIRECTORY, Flag.DOC)))
                .isFalse();
        assertThat(lean.keeps("p", entry("usr/share/doc/p/copyright", FILE, Flag.DOC)))
                .isTrue();
        assertThat(lean.keeps("p", entry("usr/share/doc/p", DIRECTORY, Flag.DOC)))
                .isTrue();
    }

    @Test
    void keeps_the_manual_page_of_a_package_that_does_not_call_it_documentation() {
        assertThat(lean.keeps("atomsmith-host", entry("usr/share/man/man1/atomic.1", FILE)))
                .isTrue();
        assertThat(lean.keeps("atomsmith-host", entry("usr/share/man/man1/rpm-ostree.1", LINK)))
                .isTrue();
    }

    @Test
    void keeps_a_link_through_which_the_licence_of_a_package_is_reached() {
        assertThat(lean.keeps("p", entry("usr/share/doc/p", LINK, Flag.DOC))).isTrue();
        assertThat(lean.keeps("p", entry("usr/share/doc/p/README", LINK, Flag.DOC)))
                .isFalse();
        assertThat(lean.keeps("p", entry("usr/share/man/man1", LINK, Flag.DOC))).isFalse();
    }

    @Test
    void leaves_the_directories_of_other_languages_out_too() {
        assertThat(lean.keeps("p", entry("usr/share/locale/fr", DIRECTORY))).isFalse();
        assertThat(lean.keeps("p", entry("usr/share/locale/fr/LC_MESSAGES/p.mo", FILE)))
                .isFalse();
        assertThat(lean.keeps("p", entry("usr/share/man/fr/man1", DIRECTORY))).isFalse();
        assertThat(lean.keeps("p", entry("usr/share/man/man1", DIRECTORY))).isTrue();
        assertThat(lean.keeps("p", entry("usr/share/locale/en_US/LC_MESSAGES/p.mo", FILE)))
                .isTrue();
        assertThat(lean.keeps("p", entry("usr/share/locale/de_AT", DIRECTORY))).isTrue();
        assertThat(lean.keeps("p", entry("usr/share/locale/locale.alias", FILE)))
                .isTrue();
    }

    @Test
    void leaves_out_what_the_treefile_names_in_that_package_alone() {
        PayloadFilter filter =
                new PayloadFilter(true, Optional.empty(), Map.of("p", List.of(Pattern.compile("/usr/share/games/.*"))));

        assertThat(filter.keeps("p", entry("usr/share/games/x", FILE))).isFalse();
        assertThat(filter.keeps("q", entry("usr/share/games/x", FILE))).isTrue();
    }

    @Test
    void leaves_out_files_that_a_package_only_owns() {
        assertThat(lean.keeps("p", entry("var/log/p.log", FILE, Flag.GHOST))).isFalse();
    }
}
