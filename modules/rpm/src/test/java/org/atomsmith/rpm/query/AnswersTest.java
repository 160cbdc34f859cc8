package org.atomsmith.rpm.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.atomsmith.rpm.Fixtures;
import org.atomsmith.rpm.file.PackageFile;
import org.atomsmith.rpm.file.RelationKind;
import org.atomsmith.rpm.file.RpmFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every question that rpm answers of a package file, put to both. */
class AnswersTest {
    @TempDir
    Path temp;

    private final List<Path> packages = new ArrayList<>();

    @BeforeEach
    void collect() throws IOException {
        Fixtures.requireProgram("rpm");
        try (Stream<Path> files = Files.list(Fixtures.of("rpm"))) {
            packages.addAll(
                    files.filter(p -> p.toString().endsWith(".rpm")).sorted().toList());
        }
        packages.add(RichPackage.build(temp));
        assertThat(packages).hasSizeGreaterThan(10);
    }

    @Test
    void every_entry_of_the_header() throws IOException {
        for (Path each : packages) {
            assertThat(known(HeaderXml.of(RpmFile.read(each)) + "\n"))
                    .as(each.toString())
                    .isEqualTo(rpm(each, "--xml"));
        }
    }

    @Test
    void description_and_changelog() throws IOException {
        for (Path each : packages) {
            RpmFile rpm = RpmFile.read(each);
            Texts texts = new Texts(rpm, ZoneId.systemDefault(), "C");
            assertThat(texts.changelog()).as(each.toString()).isEqualTo(rpm(each, "--changelog"));
            if (rpm.headerSignatures().size() < 2) {
                assertThat(texts.info() + "\n")
                        .as(each.toString())
                        .isEqualTo(rpm(each, "-i").replaceAll("(?m) $", ""));
            }
        }
    }

    @Test
    void texts_in_another_language() throws IOException {
        Texts texts = new Texts(RpmFile.read(packages.getLast()), ZoneId.systemDefault(), "de");
        assertThat(texts.info()).contains("Summary     : Hat alles\n", "Description :\nAlles.");
    }

    @Test
    void relations() throws IOException {
        for (Path each : packages) {
            for (RelationKind kind : RelationKind.values()) {
                String option = "--" + kind.name().toLowerCase(Locale.ROOT);
                assertThat(lines(RelationList.of(RpmFile.read(each).header(), kind)))
                        .as(each + " " + option)
                        .isEqualTo(rpm(each, option));
            }
        }
    }

    @Test
    void files_short_and_long() throws IOException {
        FileLines lines = new FileLines(ZoneId.systemDefault(), Instant.now());
        for (Path each : packages) {
            List<PackageFile> files = PackageFile.list(RpmFile.read(each));
            if (files.isEmpty()) {
                continue;
            }
            assertThat(lines(files.stream().map(PackageFile::path).toList())).isEqualTo(rpm(each, "-l"));
            assertThat(lines(files.stream().map(lines::of).toList())).isEqualTo(rpm(each, "-lv"));
        }
    }

    @Test
    void scriptlets_and_triggers() throws IOException {
        for (Path each : packages) {
            var header = RpmFile.read(each).header();
            assertThat(Scripts.text(Scripts.scriptlets(header))).isEqualTo(rpm(each, "--scripts"));
            assertThat(Scripts.text(Scripts.triggers(header))).isEqualTo(rpm(each, "--triggers"));
            assertThat(Scripts.text(Scripts.fileTriggers(header))).isEqualTo(rpm(each, "--filetriggers"));
        }
    }

    /** Names have changed since rpm 4.18, and what came later it does not show. */
    private static String known(String xml) {
        return xml.replace("\"Sourcesigmd5\"", "\"Sourcepkgid\"")
                .replace("\"Payloadsha256\"", "\"Payloaddigest\"")
                .replace("\"Payloadsha256algo\"", "\"Payloaddigestalgo\"")
                .replace("\"Payloadsha256alt\"", "\"Payloaddigestalt\"")
                .replaceAll("(?s)  <rpmTag name=\"Openpgp\">.*?</rpmTag>\n", "");
    }

    private static String lines(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    private String rpm(Path file, String option) throws IOException {
        Path out = temp.resolve("out");
        ProcessBuilder builder = new ProcessBuilder("rpm", "-qp", "--nosignature", option, file.toString())
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        try {
            assertThat(process.waitFor()).isZero();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return decoded(Files.readAllBytes(out));
    }

    /** Line by line, as texts of old packages are in the encodings of their time. */
    private static String decoded(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int begin = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                ByteBuffer line = ByteBuffer.wrap(bytes, begin, i + 1 - begin);
                try {
                    text.append(StandardCharsets.UTF_8.newDecoder().decode(line));
                } catch (CharacterCodingException e) {
                    text.append(new String(bytes, begin, i + 1 - begin, StandardCharsets.ISO_8859_1));
                }
                begin = i + 1;
            }
        }
        return text.toString();
    }
}
