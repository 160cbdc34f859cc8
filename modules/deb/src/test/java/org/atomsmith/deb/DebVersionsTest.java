package org.atomsmith.deb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.atomsmith.rpm.Dependency.Comparison;
import org.atomsmith.rpm.Evr;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DebVersionsTest {
    private static final List<String> TRICKY = List.of(
            "0",
            "1",
            "1.0",
            "1.0-0",
            "1.0-1",
            "1.00-1",
            "1.0~rc1-1",
            "1.0~~",
            "1.0~",
            "1.0+b1",
            "1.0a",
            "1.0.",
            "1.0-1~bpo13+1",
            "1.0-1+deb13u1",
            "1.0-1.1",
            "1:0.9",
            "1:0.9-1",
            "2-1-1",
            "2-1",
            "2.0-rc1-3",
            "20250101",
            "007",
            "7",
            "1.0+dfsg-1",
            "1.0+~cs1",
            "1.0-~",
            "0~0",
            "0:1.0",
            "1.2.3.4.5.6-7.8",
            "9999999999999999999999",
            "10000000000000000000000",
            "1.0z",
            "1.0Z",
            "1.a.b",
            "1a~b",
            "1.0-1build1",
            "1:1:1-1",
            "3.0-+1",
            "1.0++",
            "6.12.107+1");

    @Test
    void orders_pairs_as_dpkg_does() throws Exception {
        assumeTrue(Files.exists(Path.of("/usr/bin/dpkg")), "dpkg is not installed");
        List<String> pairs = new ArrayList<>();
        for (String a : TRICKY) {
            for (String b : TRICKY) {
                pairs.add(a + " " + b);
            }
        }
        agrees_with_dpkg(pairs);
    }

    @Test
    @Tag("slow")
    void orders_the_versions_that_this_machine_knows_as_dpkg_does() throws Exception {
        assumeTrue(Files.exists(Path.of("/usr/bin/dpkg")), "dpkg is not installed");
        List<String> versions =
                run("dpkg-query", "-W", "-f", "${Version}\\n").lines().sorted().toList();
        List<String> pairs = new ArrayList<>();
        Random random = new Random(7);
        for (int i = 0; i + 1 < versions.size(); i++) {
            pairs.add(versions.get(i) + " " + versions.get(i + 1));
            pairs.add(versions.get(i) + " " + versions.get(random.nextInt(versions.size())));
        }
        agrees_with_dpkg(pairs);
    }

    @Test
    void is_a_total_order() {
        Random random = new Random(42);
        String alphabet = "0019~+.-aZ";
        List<Evr> versions = new ArrayList<>(TRICKY.stream().map(Evr::parse).toList());
        for (int i = 0; i < 80; i++) {
            StringBuilder s = new StringBuilder("1");
            for (int n = random.nextInt(6); n > 0; n--) {
                s.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            versions.add(Evr.parse(s.toString()));
        }
        for (Evr a : versions) {
            assertThat(DebVersions.ORDER.compare(a, a)).isZero();
            for (Evr b : versions) {
                int ab = Integer.signum(DebVersions.ORDER.compare(a, b));
                assertThat(Integer.signum(DebVersions.ORDER.compare(b, a))).isEqualTo(-ab);
                for (Evr c : versions) {
                    if (ab <= 0 && DebVersions.ORDER.compare(b, c) <= 0 && DebVersions.ORDER.compare(a, c) > 0) {
                        throw new AssertionError(a + " <= " + b + " <= " + c + " but " + a + " > " + c);
                    }
                }
            }
        }
    }

    @Test
    void a_range_without_a_revision_compares_with_revision_zero() {
        DebVersions order = DebVersions.ORDER;
        assertThat(order.matches(Comparison.GREATER_OR_EQUAL, Evr.parse("1.0"), Evr.parse("1.0-1")))
                .isTrue();
        assertThat(order.matches(Comparison.EQUAL, Evr.parse("1.0"), Evr.parse("1.0-1")))
                .isFalse();
        assertThat(order.matches(Comparison.EQUAL, Evr.parse("1.0"), Evr.parse("1.0-0")))
                .isTrue();
        assertThat(order.matches(Comparison.LESS, Evr.parse("1.0"), Evr.parse("1.0~rc1-1")))
                .isTrue();
    }

    /** One shell asks dpkg about all pairs: dpkg has no batch mode. */
    static void agrees_with_dpkg(List<String> pairs) throws Exception {
        Process shell = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "while read -r a b; do if dpkg --compare-versions \"$a\" lt \"$b\"; then echo -1;"
                                + " elif dpkg --compare-versions \"$a\" eq \"$b\"; then echo 0; else echo 1; fi; done")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Thread.startVirtualThread(() -> {
            try (BufferedWriter in = shell.outputWriter(StandardCharsets.US_ASCII)) {
                in.write(String.join("\n", pairs) + "\n");
            } catch (IOException e) {
                shell.destroy();
            }
        });
        List<String> answers = shell.inputReader().lines().toList();
        List<String> wrong = Stream.iterate(0, i -> i < pairs.size(), i -> i + 1)
                .filter(i -> {
                    String[] p = pairs.get(i).split(" ");
                    int ours = Integer.signum(DebVersions.ORDER.compare(Evr.parse(p[0]), Evr.parse(p[1])));
                    return ours != Integer.parseInt(answers.get(i));
                })
                .map(i -> pairs.get(i) + " dpkg says " + answers.get(i))
                .toList();
        assertThat(answers).hasSameSizeAs(pairs);
        assertThat(wrong).isEmpty();
    }

    private static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
