package org.atomsmith.qa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atomsmith.qa.check.CheckResult.Result.FAIL;
import static org.atomsmith.qa.check.CheckResult.Result.PASS;
import static org.atomsmith.qa.check.CheckResult.Result.SKIP;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.atomsmith.qa.check.Check;
import org.atomsmith.qa.check.Checks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerdictTest {
    private static final CheckOutcome GOOD = new CheckOutcome("ssh", PASS, 61.25, "a \"word\"\nand another");
    private static final CheckOutcome BAD = new CheckOutcome("units", FAIL, 0.04, "x.service");
    private static final CheckOutcome UNASKED = new CheckOutcome("container", SKIP, 0, "no podman");

    @TempDir
    Path directory;

    @Test
    void json_has_the_form_that_its_readers_know() throws IOException {
        Path file = directory.resolve("verdict.json");
        Files.writeString(file, "old");
        VerdictJson.write(new Verdict("host.qcow2", "abc", List.of(GOOD, BAD, UNASKED)), file);
        assertThat(Files.readString(file).replaceAll("\\s+", " "))
                .isEqualTo("{ \"image\" : \"host.qcow2\", \"commit\" : \"abc\", \"checks\" : [ "
                        + "{ \"name\" : \"ssh\", \"result\" : \"pass\", \"seconds\" : 61.3,"
                        + " \"evidence\" : \"a \\\"word\\\"\\nand another\" }, "
                        + "{ \"name\" : \"units\", \"result\" : \"fail\", \"seconds\" : 0.0,"
                        + " \"evidence\" : \"x.service\" }, "
                        + "{ \"name\" : \"container\", \"result\" : \"skip\", \"seconds\" : 0.0,"
                        + " \"evidence\" : \"no podman\" } ] } ");
        assertThat(directory).isDirectoryNotContaining("glob:**/.verdict*");
    }

    @Test
    void is_good_only_when_something_passed_and_nothing_failed() {
        assertThat(new Verdict("i", "", List.of(GOOD, UNASKED)).isGood()).isTrue();
        assertThat(new Verdict("i", "", List.of(GOOD, BAD)).isGood()).isFalse();
        assertThat(new Verdict("i", "", List.of(UNASKED)).isGood()).isFalse();
        assertThat(new Verdict("i", "", List.of()).isGood()).isFalse();
    }

    @Test
    void summary_names_what_failed() {
        assertThat(new Verdict("i", "", List.of(GOOD, BAD, UNASKED)).summary())
                .isEqualTo("failed: units (1 passed, 1 skipped)");
        assertThat(new Verdict("i", "", List.of(GOOD)).summary()).isEqualTo("1 checks passed");
    }

    @Test
    void every_check_has_a_name_of_its_own() {
        assertThat(Checks.all().stream().map(Check::name))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z-]+"));
    }
}
