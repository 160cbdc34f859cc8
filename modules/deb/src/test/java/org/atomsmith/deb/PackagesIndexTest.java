package org.atomsmith.deb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackagesIndexTest {
    @TempDir
    Path temp;

    /** A list of that many packages with everything that the index looks at, and decoys. */
    private static String list(int packages) {
        Random random = new Random(5);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < packages; i++) {
            text.append(random.nextInt(20) == 0 ? "package: p" : "Package: p").append(random.nextInt(packages));
            text.append("\nVersion: 1-").append(i).append("\nPre-Depends: x\nPriority: optional\n");
            if (random.nextInt(3) == 0) {
                text.append("Provides: v")
                        .append(random.nextInt(10))
                        .append(" (= 1), w")
                        .append(random.nextInt(10));
                text.append(random.nextBoolean() ? ":any,z\n" : ",\n v11 , v12\n");
            }
            if (random.nextInt(9) == 0) {
                text.append("Essential: ").append(random.nextBoolean() ? "yes\n" : "no\n");
            }
            if (random.nextInt(9) == 0) {
                text.append("Enhances: y\n");
            }
            text.append("Description: d\n Package: decoy\n Provides: decoy\n\n")
                    .append(random.nextInt(8) == 0 ? "\n" : "");
        }
        return text.toString();
    }

    private static PackagesIndex index(String text) {
        return PackagesIndex.build(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Integer> named(PackagesIndex index, String name) {
        List<Integer> found = new ArrayList<>();
        index.named(name, found::add);
        return found;
    }

    private static List<Integer> providing(PackagesIndex index, String name) {
        List<Integer> found = new ArrayList<>();
        index.providing(name, found::add);
        return found;
    }

    /** Compares with a plain reading of every stanza. */
    private static void agrees_with_the_parser(String text, PackagesIndex index) throws IOException {
        List<Deb822.Stanza> stanzas = Deb822.parse(text, "list");
        TreeMap<String, List<Integer>> byName = new TreeMap<>();
        TreeMap<String, Set<Integer>> byProvide = new TreeMap<>();
        List<Integer> essential = new ArrayList<>();
        List<Integer> enhancing = new ArrayList<>();
        for (int i = 0; i < stanzas.size(); i++) {
            Deb822.Stanza stanza = stanzas.get(i);
            String name = stanza.value("Package");
            byName.computeIfAbsent(name, n -> new ArrayList<>()).add(i);
            byProvide.computeIfAbsent(name, n -> new LinkedHashSet<>()).add(i);
            for (var capability : Relations.provides(stanza.value("Provides"), "amd64")) {
                String base = capability.name().split(":")[0];
                byProvide.computeIfAbsent(base, n -> new LinkedHashSet<>()).add(i);
            }
            if (stanza.value("Essential").equals("yes")) {
                essential.add(i);
            }
            if (!stanza.value("Enhances").isEmpty()) {
                enhancing.add(i);
            }
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(index.size()).isEqualTo(stanzas.size());
        for (int i = 0; i < index.size(); i++) {
            String part = new String(bytes, index.start(i), index.end(i) - index.start(i), StandardCharsets.UTF_8);
            assertThat(Deb822.single(part, "part").value("Version"))
                    .isEqualTo(stanzas.get(i).value("Version"));
        }
        byName.forEach((name, numbers) -> assertThat(named(index, name)).isEqualTo(numbers));
        byProvide.forEach((name, numbers) -> assertThat(providing(index, name)).isEqualTo(List.copyOf(numbers)));
        assertThat(index.packageNames()).containsExactlyInAnyOrderElementsOf(byName.keySet());
        List<Integer> found = new ArrayList<>();
        index.essential(found::add);
        assertThat(found).isEqualTo(essential);
        found.clear();
        index.enhancing(found::add);
        assertThat(found).isEqualTo(enhancing);
        assertThat(named(index, "decoy")).isEmpty();
        assertThat(named(index, "v1")).isEmpty();
        assertThat(named(index, "")).isEmpty();
    }

    @Test
    void finds_what_a_plain_reading_finds() throws Exception {
        String text = list(500);
        agrees_with_the_parser(text, index(text));
    }

    @Test
    void finds_the_same_when_it_reads_on_all_processors() throws Exception {
        String text = list(12_000);
        assertThat(text.length()).isGreaterThan(1 << 20);
        agrees_with_the_parser(text, index(text));
    }

    @Test
    void reads_lists_without_packages_and_without_a_last_line_feed() throws Exception {
        assertThat(index("").size()).isZero();
        assertThat(index("\n\n").packageNames()).isEmpty();
        String text = "Package: a\nVersion: 1\nProvides: b";
        agrees_with_the_parser(text, index(text));
        agrees_with_the_parser("\n\n" + text, index("\n\n" + text));
    }

    @Test
    void keeps_itself_in_a_file() throws Exception {
        String text = list(300);
        Path file = temp.resolve("index");
        index(text).save(file);
        agrees_with_the_parser(text, PackagesIndex.load(file, text.length()).orElseThrow());
        assertThat(Files.list(temp)).hasSize(1);
    }

    @Test
    void does_not_believe_a_damaged_file_or_one_of_another_text() throws Exception {
        String text = list(30);
        Path file = temp.resolve("index");
        assertThat(PackagesIndex.load(file, text.length())).isEmpty();
        index(text).save(file);
        assertThat(PackagesIndex.load(file, text.length() + 1)).isEmpty();
        byte[] good = Files.readAllBytes(file);
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bad);
            assertThat(PackagesIndex.load(file, text.length())).isEmpty();
        }
        for (int length = 0; length < good.length; length += 7) {
            Files.write(file, java.util.Arrays.copyOf(good, length));
            assertThat(PackagesIndex.load(file, text.length())).isEmpty();
        }
    }
}
