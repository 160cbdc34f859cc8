package org.atomsmith.deb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.RpmPackage.Requirement;
import org.junit.jupiter.api.Test;

class PackageMappingTest {
    private static RpmPackage map(String fields) throws Exception {
        String stanza = """
                Package: postfix
                Version: 3:4.5-rc1-6+b1
                Architecture: amd64
                Filename: pool/main/p/postfix.deb
                Size: 1234
                SHA256: %s
                """.formatted("a".repeat(64));
        return PackageMapping.indexed(Deb822.single(stanza + fields, "Packages"), "amd64", "debian");
    }

    private static List<String> text(List<?> items) {
        return items.stream().map(Object::toString).toList();
    }

    @Test
    void maps_identity_location_and_information() throws Exception {
        RpmPackage p = map("""
                Source: postfix-src (3:4.5-rc1-6)
                Maintainer: A Person
                Homepage: https://example.org/
                Installed-Size: 10
                Essential: yes
                Description: mail server
                """);
        assertThat(p.nevra()).hasToString("postfix-3:4.5-rc1-6+b1.x86_64");
        assertThat(p.evr().release()).isEqualTo("6+b1");
        assertThat(p.essential()).isTrue();
        assertThat(p.info().summary()).isEqualTo("mail server");
        assertThat(p.info().installedSize()).isEqualTo(10240);
        assertThat(p.info().source()).isEqualTo("postfix-src 3:4.5-rc1-6");
        assertThat(p.location().href()).isEqualTo("pool/main/p/postfix.deb");
        assertThat(p.location().size()).isEqualTo(1234);
    }

    @Test
    void marks_pre_dependencies() throws Exception {
        RpmPackage p = map("Depends: a, b | c\nPre-Depends: d (>= 1)\n");
        assertThat(p.requires())
                .extracting(Requirement::pre, r -> r.dependency().toString())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(true, "d >= 1"),
                        org.assertj.core.groups.Tuple.tuple(false, "a"),
                        org.assertj.core.groups.Tuple.tuple(false, "(b or c)"));
    }

    @Test
    void provides_its_own_name_and_what_it_states() throws Exception {
        assertThat(text(map("Provides: mta, smtpd (= 2)\n").provides()))
                .containsExactly("postfix = 3:4.5-rc1-6+b1", "mta", "smtpd = 2");
    }

    @Test
    void answers_for_any_architecture_only_where_multi_arch_allows() throws Exception {
        assertThat(text(map("Multi-Arch: allowed\nProvides: mta\n").provides()))
                .containsExactly("postfix = 3:4.5-rc1-6+b1", "postfix:any = 3:4.5-rc1-6+b1", "mta", "mta:any");
        assertThat(text(map("Multi-Arch: foreign\n").provides())).contains("postfix:any = 3:4.5-rc1-6+b1");
        assertThat(text(map("Multi-Arch: same\n").provides())).containsExactly("postfix = 3:4.5-rc1-6+b1");
    }

    @Test
    void conflicts_are_breaks_and_conflicts() throws Exception {
        assertThat(text(map("Conflicts: mta\nBreaks: old (<< 2)\n").conflicts()))
                .containsExactly("mta", "old < 2");
    }

    @Test
    void obsoletes_only_what_dpkg_would_remove() throws Exception {
        assertThat(text(map("Conflicts: a, b (<< 3), c\nReplaces: a (<< 2), b (<= 3), d\n")
                        .obsoletes()))
                .containsExactly("a < 2", "b < 3");
        assertThat(map("Breaks: a\nReplaces: a\n").obsoletes()).isEmpty();
        assertThat(map("Replaces: a\n").obsoletes()).isEmpty();
    }

    @Test
    void names_the_package_and_the_field_that_is_wrong() {
        assertThatThrownBy(() -> map("Depends: a b\n")).hasMessageStartingWith("package postfix: Depends: expected");
        assertThatThrownBy(() -> PackageMapping.indexed(Deb822.single("Package: x\n", "f"), "amd64", "r"))
                .hasMessageContaining("package x: field 'SHA256' is missing");
    }
}
