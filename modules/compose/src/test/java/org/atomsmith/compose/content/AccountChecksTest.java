package org.atomsmith.compose.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.atomsmith.compose.layout.AccountNumbers;
import org.atomsmith.compose.treefile.Fixtures;
import org.atomsmith.compose.treefile.Treefile;
import org.atomsmith.compose.treefile.TreefileReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code check-passwd} and {@code check-groups}, as a treefile says them. */
class AccountChecksTest {
    private static final String PASSWD = "root:x:0:0:root:/root:/bin/sh\nbin:x:1:1::/:/x\nnew:x:900:900::/:/x\n";
    private static final String GROUP = "root:x:0:\nbin:x:1:\nnew:x:900:bin\n";

    @TempDir
    Path directory;

    private AccountChecks checks(String more) throws IOException {
        Path file = Files.writeString(directory.resolve("host.yaml"), "ref: a/b\n" + more);
        return new AccountChecks(new TreefileReader("x86_64").read(file).accounts());
    }

    private String wrong(AccountChecks checks, String passwd, String group, String before, String groupsBefore) {
        try {
            checks.check(passwd, group, before, groupsBefore);
            return "";
        } catch (Exception e) {
            return String.valueOf(e.getMessage()).replace(directory + "/", "");
        }
    }

    @Test
    void an_account_may_neither_go_nor_change_its_number() throws IOException {
        Files.writeString(directory.resolve("passwd"), "# ours\nroot:x:0:0::/:/x\nbin:x:1:2::/:/x\ngone:x:5:5::/:/x\n");
        AccountChecks checks = checks("""
                check-passwd: {type: file, filename: passwd}
                check-groups: {type: data, entries: {bin: 2, lost: 7, root: 0}}
                """);
        assertThat(wrong(checks, PASSWD, GROUP, "", "")).isEqualTo("""
                passwd:3:1: the user 'bin' has the gid 1 in the tree, not 2; hosts own files under the old number: keep it, by 'preserve-passwd: true' or by a sysusers.d file
                    bin:x:1:2::/:/x
                    ^
                passwd:4:1: the user 'gone' is lost: nothing in the tree makes it any more; bring back its package, or list it under 'ignore-removed-users'
                    gone:x:5:5::/:/x
                    ^
                host.yaml:3:43: the group 'bin' has the gid 1 in the tree, not 2; hosts own files under the old number: keep it, by 'preserve-passwd: true' or by a sysusers.d file
                    check-groups: {type: data, entries: {bin: 2, lost: 7, root: 0}}
                                                              ^
                host.yaml:3:52: the group 'lost' is lost: nothing in the tree makes it any more; bring back its package, or list it under 'ignore-removed-groups'
                    check-groups: {type: data, entries: {bin: 2, lost: 7, root: 0}}
                                                                       ^""");
    }

    @Test
    void names_that_may_go_are_listed() throws IOException {
        String before = PASSWD + "gone:x:5:5::/:/x\n";
        String all = "check-passwd: {type: previous}\ncheck-groups: {type: previous}\n";
        assertThat(wrong(checks(all), PASSWD, GROUP, before, GROUP))
                .startsWith("host.yaml:2:15: the user 'gone' is lost");
        assertThat(wrong(checks(all + "ignore-removed-users: [gone]\n"), PASSWD, GROUP, before, GROUP))
                .isEmpty();
        assertThat(wrong(checks(all + "ignore-removed-users: ['*']\n"), "", GROUP, before, GROUP))
                .isEmpty();
        assertThat(wrong(checks(all), PASSWD, GROUP, "", "")).isEmpty();
        assertThat(wrong(checks("check-passwd: {type: none}\n"), "", "", before, GROUP))
                .isEmpty();
        assertThat(wrong(
                        checks("check-passwd: {type: data, entries: {bin: [1, 1], new: 900}}\n"),
                        PASSWD,
                        GROUP,
                        "",
                        ""))
                .isEmpty();
    }

    @Test
    void numbers_come_from_the_file_then_from_the_last_build() throws IOException {
        Files.writeString(directory.resolve("passwd"), "a:x:100:100::/:/x\nb:x:101:101::/:/x\n");
        AccountNumbers earlier =
                new AccountNumbers(new TreeMap<>(Map.of("a", 7, "c", 101, "d", 102)), new TreeMap<>(Map.of("g", 1)));
        AccountChecks checks = checks("check-passwd: {type: file, filename: passwd}\n");
        assertThat(checks.numbers(earlier).users()).isEqualTo(Map.of("a", 100, "b", 101, "d", 102));
        assertThat(checks.numbers(earlier).groups()).isEqualTo(Map.of("g", 1));
        assertThat(checks.given().users()).containsExactly("a:x:100:100::/:/x", "b:x:101:101::/:/x");
        AccountChecks anew = checks("preserve-passwd: false\ncheck-passwd: {type: file, filename: passwd}\n");
        assertThat(anew.numbers(earlier)).isEqualTo(AccountNumbers.NONE);
        assertThat(anew.given().users()).isEmpty();
    }

    @Test
    void tells_the_lines_that_are_no_accounts() throws IOException {
        Files.writeString(directory.resolve("group"), "a:x:1:\nb:x:1\na:x:2:\nc:x:-1:\n");
        assertThatThrownBy(() ->
                        checks("check-groups: {type: file, filename: group}\n").given())
                .hasMessageContainingAll(
                        "group:2:1: this is no line of group; write name:x:gid:members",
                        "group:3:1: 'a' is there twice; remove one",
                        "group:4:1: this is no line of group");
    }

    @Test
    void reads_the_files_of_fedora_coreos() throws IOException {
        Path manifests = Fixtures.path("manifests/fedora-coreos/manifests");
        String passwd = Files.readString(manifests.resolve("passwd"));
        String group = Files.readString(manifests.resolve("group"));
        Treefile.AccountSettings settings = new TreefileReader("x86_64")
                .read(Files.writeString(
                        directory.resolve("host.yaml"),
                        "ref: a/b\ncheck-passwd: {type: file, filename: '" + manifests.resolve("passwd")
                                + "'}\ncheck-groups: {type: file, filename: '" + manifests.resolve("group") + "'}\n"))
                .accounts();
        AccountChecks checks = new AccountChecks(settings);
        assertThat(checks.given().users()).hasSize((int) passwd.lines().count());
        assertThat(checks.given().groups()).hasSize((int) group.lines().count());
        checks.check(passwd, group, "", "");
        assertThatThrownBy(() -> checks.check(passwd.replaceFirst("(?m)^etcd:x:[0-9]+", "etcd:x:1"), group, "", ""))
                .hasMessageContaining("the user 'etcd' has the uid 1 in the tree, not 998");
    }
}
