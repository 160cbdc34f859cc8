package org.atomsmith.rpm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.atomsmith.rpm.Dependency.Comparison;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RpmVersionsTest {
    private final RpmVersions versions = new RpmVersions();

    @TempDir
    Path temp;

    @ParameterizedTest
    @CsvSource({
        "1.0,1.0,0",
        "1.0,2.0,-1",
        "2.0.1,2.0.1a,-1",
        "5.5p1,5.5p10,-1",
        "10xyz,10.1xyz,-1",
        "xyz10,xyz10.1,-1",
        "xyz.4,8,-1",
        "5.5p2,5.6p1,-1",
        "5.6p1,6.5p1,-1",
        "6.0.rc1,6.0,1",
        "10b2,10a1,1",
        "7.4.052,7.4.52,0",
        "1.0~rc1,1.0,-1",
        "1.0^,1.0,1",
        "1.0^git1,1.01,-1",
        "1.0^20160101,1.0.1,-1",
        "1.0^git1~pre,1.0^git1,-1",
        "1.0^1,1.0~1,1",
        "1_0,1.0,0",
        "2a,2.0,-1",
        "1.,1,0",
        "~,'',-1",
        "^,'',1",
        "a+,a,0",
        "00001,1,0"
    })
    void compares_as_rpm_documents(String a, String b, int expected) {
        assertThat(RpmVersions.compareSegments(a, b)).isEqualTo(expected);
        assertThat(RpmVersions.compareSegments(b, a)).isEqualTo(-expected);
    }

    @Test
    void compares_random_versions_as_rpm_itself_does() throws Exception {
        Fixtures.requireProgram("rpm");
        Random random = new Random(42);
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            String a = version(random);
            pairs.add(a);
            pairs.add(random.nextInt(3) == 0 ? mutated(a, random) : version(random));
        }
        List<Integer> judged = askRpm(pairs);
        for (int i = 0; i < pairs.size(); i += 2) {
            Evr a = Evr.parse(pairs.get(i));
            Evr b = Evr.parse(pairs.get(i + 1));
            assertThat(Integer.signum(versions.compare(a, b)))
                    .as(pairs.get(i) + " against " + pairs.get(i + 1))
                    .isEqualTo(judged.get(i / 2));
        }
    }

    @Test
    void orders_totally() {
        Random random = new Random(1);
        List<Evr> some = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            some.add(Evr.parse(version(random)));
        }
        for (Evr a : some) {
            assertThat(versions.compare(a, a)).isZero();
            for (Evr b : some) {
                assertThat(versions.compare(a, b)).isEqualTo(-versions.compare(b, a));
                for (Evr c : some) {
                    if (versions.compare(a, b) <= 0 && versions.compare(b, c) <= 0) {
                        assertThat(versions.compare(a, c))
                                .as(a + " " + b + " " + c)
                                .isLessThanOrEqualTo(0);
                    }
                }
            }
        }
    }

    @Test
    void agrees_with_libsolv_on_its_own_cases() throws IOException {
        for (String line : Files.readAllLines(Fixtures.of("libsolv/evrcmp/caret.t"))) {
            if (line.startsWith("#>job noop provides ")) {
                String[] words = line.split(" ");
                int c = versions.compare(Evr.parse(words[3]), Evr.parse(words[5]));
                assertThat(c < 0 ? "<" : c > 0 ? ">" : "=").as(line).isEqualTo(words[4]);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        // provided, op, wanted, match
        "2-1,EQUAL,2,true",
        "2-1,LESS_OR_EQUAL,2,true",
        "2-1,GREATER_OR_EQUAL,2,true",
        "2-1,LESS,2,false",
        "2-1,GREATER,2,false",
        "2,EQUAL,2-2,true",
        "2,LESS,2-2,true",
        "2,GREATER,2-2,true",
        "2,LESS,2,false",
        "2,GREATER,2,false",
        "2-1,LESS,2-2,true",
        "2-2,LESS,2-2,false",
        "2-3,GREATER,2-2,true",
        "2-1,EQUAL,2-2,false",
        "1:1-1,GREATER,2-2,true",
        "1-9,LESS,2,true",
        "3-1,ANY,2-2,true",
        "2-1,GREATER_OR_EQUAL,1:0,false"
    })
    void a_missing_release_stands_for_all_releases(String provided, Comparison op, String wanted, boolean match) {
        assertThat(versions.matches(op, Evr.parse(wanted), Evr.parse(provided))).isEqualTo(match);
    }

    private List<Integer> askRpm(List<String> pairs) throws Exception {
        Path file = Files.write(temp.resolve("pairs"), pairs);
        String script =
                "%{lua: local f = io.open(\"" + file + "\"); while true do local a = f:read(); if not a then break end;"
                        + " print(rpm.vercmp(a, f:read()) .. \"\\n\") end}";
        Process rpm = new ProcessBuilder("rpm", "--eval", script)
                .redirectErrorStream(true)
                .start();
        String output = new String(rpm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(rpm.waitFor()).as(output).isZero();
        return output.lines().filter(l -> !l.isBlank()).map(Integer::parseInt).toList();
    }

    private static String version(Random random) {
        String alphabet = "0011239abzAZ..._+~^";
        String body = random.ints(1 + random.nextInt(7), 0, alphabet.length())
                .mapToObj(i -> alphabet.substring(i, i + 1))
                .collect(Collectors.joining());
        return (random.nextInt(5) == 0 ? random.nextInt(3) + ":" : "") + body + "-" + (1 + random.nextInt(3));
    }

    private static String mutated(String version, Random random) {
        StringBuilder text = new StringBuilder(version);
        text.insert(random.nextInt(Math.max(1, version.lastIndexOf('-'))), "0.~^a".charAt(random.nextInt(5)));
        return text.toString();
    }
}
