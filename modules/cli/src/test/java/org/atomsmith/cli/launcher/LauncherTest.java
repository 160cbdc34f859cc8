package org.atomsmith.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ./atomsmith} with a JDK, a Maven and an apt of our own, which write down what they were asked; the launcher and
 * all other programs are real.
 */
class LauncherTest {
    @TempDir
    private Path folder;

    private Checkout checkout;

    @BeforeEach
    void prepare() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        checkout = Checkout.ofLauncher(folder.resolve("a checkout"), """
                # a comment
                compose  sh              dash       a shell
                image    no-such-mkfs    mkfs-tool  file systems
                image    no-such-mkfs2   mkfs-tool  file systems
                boot     /no/such/file   firmware   booting
                """);
        checkout.write("jdk/release", "IMPLEMENTOR=\"Us\"\nJAVA_RUNTIME_VERSION=\"25.0.9+9-LTS\"\n");
        checkout.script("jdk/bin/javac", "");
        checkout.script("jdk/bin/java", """
                for word; do
                    case $word in
                        -XX:DumpLoadedClassList=*) echo 'java/lang/Object id: 0' > "${word#*=}"; exit ;;
                        -Xshare:dump) dump=yes ;;
                        -XX:SharedArchiveFile=*) [ -z "${dump:-}" ] || { echo > "${word#*=}"; exit; } ;;
                    esac
                done
                while [ "$1" != org.atomsmith.cli.Main ]; do shift; done
                shift
                echo "uid $(id -u) ran: $*"
                exit "${EXIT:-0}"
                """);
        checkout.script("bin/mvn", """
                case "$*" in
                    -v) echo "Apache Maven ${MAVEN_VERSION:-3.9.9}"; exit ;;
                    *verify*)
                        mkdir -p "$ROOT/modules/cli/target/surefire-reports"
                        printf '<?xml?>\\n<testsuite name="A" tests="5" errors="1" skipped="2" failures="1">\\n</testsuite>\\n' > "$ROOT/modules/cli/target/surefire-reports/TEST-A.xml"
                        printf '<?xml?>\\n<testsuite name="B" tests="10" errors="0" skipped="0" failures="0">\\n' > "$ROOT/modules/cli/target/surefire-reports/TEST-B.xml"
                        echo "$JAVA_HOME $*" > "$ROOT/verified"
                        exit 1 ;;
                esac
                echo "$*" >> "$ROOT/builds"
                mkdir -p "$ROOT/.build/modules/atomsmith-cli/lib"
                echo main > "$ROOT/.build/modules/atomsmith-cli/atomsmith-cli-1.jar"
                echo lib > "$ROOT/.build/modules/atomsmith-cli/lib/other-2.jar"
                """);
        checkout.script("bin/apt-get", "echo \"$DEBIAN_FRONTEND: $*\" >> \"$ROOT/apt\"; exit \"${APT:-0}\"\n");
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("ROOT", checkout.root().toString());
        environment.put("JAVA_HOME", checkout.file("jdk").toString());
        environment.put("PATH", checkout.file("bin") + ":" + System.getenv("PATH"));
        return environment;
    }

    private Launch.Result launch(Map<String, String> more, String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(checkout.file("atomsmith").toString()));
        all.addAll(List.of(words));
        Map<String, String> environment = environment();
        environment.putAll(more);
        return Launch.start(folder, environment, all).end();
    }

    private static int uid() throws IOException {
        return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }

    @Test
    void builds_once_and_then_only_runs() throws Exception {
        Launch.Result first = launch(Map.of(), "doctor", "two words");
        assertThat(first.out()).isEqualTo("uid " + uid() + " ran: doctor two words\n");
        assertThat(first.err()).startsWith("atomsmith: building Atomsmith");
        Launch.Result second = launch(Map.of("EXIT", "77"), "doctor");
        assertThat(second).isEqualTo(new Launch.Result(77, "uid " + uid() + " ran: doctor\n", ""));
        assertThat(checkout.read("builds").lines()).hasSize(1);
    }

    @Test
    void builds_again_after_a_source_changed_or_went_away() throws Exception {
        checkout.write("modules/cli/src/main/java/A.java", "class A {}");
        launch(Map.of(), "doctor");
        FileTime later = FileTime.from(Instant.now().plusSeconds(2));
        Files.setLastModifiedTime(checkout.file("modules/cli/src/main/java/A.java"), later);
        assertThat(launch(Map.of(), "doctor").exit())
                .as("changed while it was built")
                .isEqualTo(1);
        Files.delete(checkout.file("modules/cli/src/main/java/A.java"));
        assertThat(launch(Map.of(), "doctor").err()).startsWith("atomsmith: building");
        assertThat(launch(Map.of(), "doctor").err()).isEmpty();
        assertThat(checkout.read("builds").lines()).hasSize(3);
    }

    @Test
    void two_at_once_build_once() throws Exception {
        List<String> words = List.of(checkout.file("atomsmith").toString(), "doctor");
        Launch one = Launch.start(folder, environment(), words);
        Launch two = Launch.start(folder, environment(), words);
        assertThat(one.end().exit()).isZero();
        assertThat(two.end().exit()).isZero();
        assertThat(checkout.read("builds").lines()).hasSize(1);
    }

    @Test
    void a_failed_build_is_no_build() throws Exception {
        checkout.script(
                "bin/mvn", "[ \"$1\" = -v ] && echo Apache Maven 3.8.7 || { echo '[ERROR] A.java:3: no'; exit 1; }\n");
        Launch.Result result = launch(Map.of(), "doctor");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("[ERROR] A.java:3: no", "the build failed; all of its output: ");
        assertThat(checkout.file(".build/current")).doesNotExist();
    }

    @Test
    void runs_through_a_symbolic_link_from_anywhere_in_any_locale() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("smith"), checkout.file("atomsmith"));
        Map<String, String> environment = environment();
        environment.putAll(Map.of("LC_ALL", "C", "TZ", "Pacific/Auckland", "HOME", ""));
        Launch.Result result = Launch.start(
                        Path.of("/"),
                        environment,
                        List.of("sh", "-c", "umask 077; exec \"$0\" doctor", link.toString()))
                .end();
        assertThat(result.out()).endsWith("ran: doctor\n");
        assertThat(result.exit()).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(checkout.file(".build/current"))))
                .as("others may run it")
                .isEqualTo("rw-r--r--");
    }

    @Test
    void a_maven_that_is_too_old_is_named() throws Exception {
        Launch.Result result = launch(Map.of("MAVEN_VERSION", "3.6.3"), "doctor");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("Maven 3.8 or newer is needed");
    }

    @Test
    void root_gets_the_packages_that_a_command_needs_installed_after_one_update() throws Exception {
        assumeTrue(uid() == 0, "only root installs packages");
        Launch.Result result = launch(Map.of(), "image", "--progress", "plain", "host");
        assertThat(result.exit()).isZero();
        assertThat(result.err()).contains("atomsmith: installing mkfs-tool\n");
        assertThat(checkout.read("apt")).isEqualTo("""
                        noninteractive: -q -o DPkg::Lock::Timeout=300 update
                        noninteractive: -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends mkfs-tool
                        """);
    }

    @Test
    void packages_that_apt_cannot_install_stop_the_command() throws Exception {
        assumeTrue(uid() == 0, "only root installs packages");
        Launch.Result result = launch(Map.of("APT", "100"), "boot", "image.qcow2");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("could not install firmware");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void help_needs_nothing() throws Exception {
        Launch.Result result = launch(Map.of(), "boot", "--help");
        assertThat(result.exit()).isZero();
        assertThat(checkout.file("apt")).doesNotExist();
    }

    @Test
    void an_ordinary_user_is_told_the_one_command_to_run() throws Exception {
        assumeTrue(uid() == 0, "only root becomes an ordinary user");
        launch(Map.of(), "doctor");
        Launch.Result result = asNobody("qa", "image.qcow2");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err())
                .isEqualTo("atomsmith: this machine lacks: firmware\n"
                        + "  sudo apt-get update && sudo apt-get install --no-install-recommends firmware\n");
    }

    @Test
    void a_user_who_may_not_write_runs_a_current_build_and_is_told_about_a_stale_one() throws Exception {
        assumeTrue(uid() == 0, "only root becomes an ordinary user");
        launch(Map.of(), "doctor");
        assertThat(asNobody("doctor").out()).isEqualTo("uid 65534 ran: doctor\n");
        Files.delete(checkout.file(".build/current"));
        Launch.Result stale = asNobody("doctor");
        assertThat(stale.exit()).isEqualTo(1);
        assertThat(stale.err()).contains("has no build of its present sources, and you may not write there");
    }

    @Test
    void composing_without_subordinate_ids_is_told_how_to_get_them() throws Exception {
        assumeTrue(uid() == 0, "only root becomes an ordinary user");
        launch(Map.of(), "doctor");
        Launch.Result result = asNobody("compose", "host.yaml");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err())
                .contains("nobody has none in /etc/subuid and /etc/subgid")
                .containsPattern("sudo usermod --add-subuids ([0-9]+-[0-9]+) --add-subgids \\1 nobody\n");
    }

    @Test
    void composing_runs_as_root_of_a_mount_namespace_of_its_own() throws Exception {
        assumeTrue(uid() == 0, "an ordinary user needs a subordinate range for this");
        checkout.script("jdk/bin/java", "readlink /proc/self/ns/mnt; echo \"$ATOMSMITH_UID:$ATOMSMITH_GID\"\n");
        Launch.Result result = launch(Map.of(), "--progress", "plain", "compose", "host.yaml");
        String here = Files.readSymbolicLink(Path.of("/proc/self/ns/mnt")).toString();
        assertThat(result.out().lines().toList())
                .hasSize(2)
                .doesNotContain(here)
                .element(1)
                .isEqualTo("0:0");
        assertThat(launch(Map.of(), "doctor").out()).startsWith(here);
    }

    @Test
    void test_runs_maven_with_all_checks_and_counts() throws Exception {
        checkout.write(
                "modules/cli/src/main/resources/org/atomsmith/cli/doctor/tools.txt", "test  sh  dash  a shell\n");
        checkout.write("modules/cli/target/surefire-reports/TEST-Old.xml", "<testsuite name=\"Old\" tests=\"99\">\n");
        Launch.Result result = launch(Map.of(), "test", "--all", "-pl", "modules/cli");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).isEqualTo("\n11 passed, 2 failed, 2 skipped\n");
        assertThat(checkout.read("verified"))
                .isEqualTo(checkout.file("jdk") + " -B -f " + checkout.file("pom.xml")
                        + " verify -DexcludedGroups= -pl modules/cli\n");
    }

    private Launch.Result asNobody(String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                checkout.file("atomsmith").toString()));
        all.addAll(List.of(words));
        return Launch.start(folder, environment(), all).end();
    }
}
