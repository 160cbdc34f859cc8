package org.atomsmith.host.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.junit.jupiter.api.Test;

final class PackageDiffTest {

    @Test
    void tells_upgrades_from_downgrades_and_keeps_several_of_a_name_apart() {
        PackageDiff diff = PackageDiff.between(
                List.of(
                        of("a", "0", "1.9"),
                        of("b", "1", "1"),
                        of("kernel", "0", "5"),
                        of("kernel", "0", "6"),
                        of("gone", "0", "1")),
                List.of(
                        of("a", "0", "1.10"),
                        of("b", "0", "2"),
                        of("kernel", "0", "6"),
                        of("kernel", "0", "7"),
                        of("new", "0", "1")));
        assertThat(diff.figures()).isEqualTo("2 upgraded, 1 downgraded, 1 removed, 1 added");
        assertThat(diff.lines())
                .containsExactly(
                        "Upgraded:",
                        "  a 1.9-1 -> 1.10-1",
                        "  kernel 5-1 -> 7-1",
                        "Downgraded:",
                        "  b 1:1-1 -> 2-1",
                        "Removed:",
                        "  gone-1-1",
                        "Added:",
                        "  new-1-1");
        assertThat(PackageDiff.between(List.of(of("a", "0", "1")), List.of(of("a", "0", "1")))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void reads_both_types_of_lists() {
        Variant tuples = Variant.array(
                "(sssss)",
                List.of(Variant.tuple(
                        Variant.string("a"),
                        Variant.string("0"),
                        Variant.string("1"),
                        Variant.string("2"),
                        Variant.string("x"))));
        Variant arrays = Variant.array("as", List.of(Variant.strings(List.of("a", "0", "1", "2", "x"))));
        for (Variant list : List.of(tuples, arrays)) {
            assertThat(PackageList.of(commit(Map.of("rpmostree.rpmdb.pkglist", list))))
                    .contains(List.of(new InstalledPackage("a", "0", "1", "2", "x")));
        }
        assertThat(PackageList.of(commit(Map.of()))).isEmpty();
        assertThat(PackageDiff.between(Optional.empty(), Optional.of(List.of())))
                .isEmpty();
    }

    private static InstalledPackage of(String name, String epoch, String version) {
        return new InstalledPackage(name, epoch, version, "1", "amd64");
    }

    private static Commit commit(Map<String, Variant> metadata) {
        SequencedMap<String, Variant> values = new LinkedHashMap<>(metadata);
        Checksum any = Checksum.digest(new byte[0]);
        return new Commit(values, Optional.empty(), "", "", 0, any, any);
    }
}
