package org.atomsmith.compose.treefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each mistake, with the exact line that a person gets. */
class TreefileMistakesTest {
    @TempDir
    Path directory;

    private Desk desk;

    @BeforeEach
    void setUp() {
        desk = new Desk(directory);
    }

    @Test
    void shows_the_line_with_a_caret() {
        desk.with("host.yaml", "ref: my/host\npakages: [vim]\n");
        assertThatThrownBy(() -> desk.read("host.yaml"))
                .isInstanceOf(TreefileException.class)
                .hasMessage(directory + """
                        /host.yaml:2:1: unknown key 'pakages' (did you mean 'packages'?)
                            pakages: [vim]
                            ^""");
    }

    @Test
    void puts_the_caret_under_the_place_in_a_long_line() {
        String before = "ref: my/host\nunits: [" + "a, ".repeat(100);
        desk.with("host.yaml", before + "5, " + "b, ".repeat(100) + "c]\n");
        assertThatThrownBy(() -> desk.read("host.yaml")).satisfies(e -> {
            String[] lines = e.getMessage().split("\n");
            assertThat(lines).hasSize(3);
            assertThat(lines[1]).hasSizeLessThanOrEqualTo(124);
            assertThat(lines[1].charAt(lines[2].indexOf('^'))).isEqualTo('5');
        });
    }

    @Test
    void tells_all_mistakes_at_once() {
        assertThat(desk.wrongIn("""
                recomends: false
                documentation: 5
                units: ssh
                """)).isEqualTo("""
                        host.yaml:3:1: unknown key 'recomends' (did you mean 'recommends'?)
                        host.yaml:4:16: 'documentation' must be true or false, found the number 5
                        host.yaml:5:8: 'units' must be a list of strings, found the string 'ssh'; write a list""");
    }

    @Test
    void names_the_nearest_key_only_if_it_is_near() {
        assertThat(desk.wrongIn("frobnicate: 1\n")).isEqualTo("host.yaml:3:1: unknown key 'frobnicate'");
        assertThat(desk.wrongIn("packages-x86-64: [a]\n"))
                .isEqualTo("host.yaml:3:1: unknown key 'packages-x86-64' (did you mean 'packages-x86_64'?)");
        assertThat(desk.wrongIn("exclude_packages: [a]\n"))
                .isEqualTo("host.yaml:3:1: unknown key 'exclude_packages' (did you mean 'exclude-packages'?)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            recommends: maybe          | host.yaml:3:13: 'recommends' must be true or false, found the string 'maybe'
            recommends: yes            | host.yaml:3:13: 'recommends' must be true or false, found the string 'yes'; write true
            recommends: Off            | host.yaml:3:13: 'recommends' must be true or false, found the string 'Off'; write false
            recommends: "true"         | host.yaml:3:13: 'recommends' must be true or false, found the string 'true'; write true
            recommends:                | host.yaml:3:12: 'recommends' must be true or false, found nothing; give it a value or remove the line
            recommends: [true]         | host.yaml:3:13: 'recommends' must be true or false, found a list
            name: 5                    | host.yaml:3:7: 'name' must be a string, found the number 5; put it in quotes: "5"
            name: {a: b}               | host.yaml:3:7: 'name' must be a string, found a mapping
            name: no way               | host.yaml:3:7: 'no way' cannot name artifacts; use letters, digits and . _ + -
            edition: 2023              | host.yaml:3:10: 'edition' must be 2014 or 2024, found the number 2023
            boot-location: moduls      | host.yaml:3:16: 'boot-location' must be new, modules, kernel-install, legacy or both, found the string 'moduls' (did you mean 'modules'?)
            packages: [vim, 25]        | host.yaml:3:17: an entry of 'packages' must be a string, found the number 25; put it in quotes: "25"
            packages: [vim, [less]]    | host.yaml:3:17: an entry of 'packages' must be a string, found a list
            packages: {vim: 1}         | host.yaml:3:11: 'packages' must be a list of strings, found a mapping
            releasever: [1]            | host.yaml:3:13: 'releasever' must be a string or a number, found a list
            include: 5                 | host.yaml:3:10: 'include' must be a string or a list of strings, found the number 5
            variables: [a]             | host.yaml:3:12: 'variables' must be a mapping from names to strings, whole numbers, true or false, found a list
            variables: {a: 1.5}        | host.yaml:3:16: 'variables.a' must be a string, a whole number, true or false, found the number 1.5; put it in quotes: "1.5"
            repovars: {a: 1}           | host.yaml:3:15: 'repovars.a' must be a string, found the number 1; put it in quotes: "1"
            metadata: text             | host.yaml:3:11: 'metadata' must be a mapping, found the string 'text'
            metadata: {a: {b: null}}   | host.yaml:3:19: a value in 'metadata' is nothing; give it a value or remove it
            add-files: [[a]]           | host.yaml:3:13: an entry of 'add-files' must be [source, destination], found a list
            add-files: [a]             | host.yaml:3:13: an entry of 'add-files' must be [source, destination], found the string 'a'
            add-files: a               | host.yaml:3:12: 'add-files' must be a list of lists, each [source, destination], found the string 'a'
            remove-from-packages: [a]  | host.yaml:3:24: an entry of 'remove-from-packages' must be a list of strings, found the string 'a'; write a list
            remove-from-packages: [[a]] | host.yaml:3:24: an entry of 'remove-from-packages' needs a package and an expression; write [package, regular expression]
            remove-from-packages: [[a, '[']] | host.yaml:3:28: '[' is no regular expression: Unclosed character class; escape what is meant literally with a backslash
            image: {siz: 1 GiB}        | host.yaml:3:9: unknown key 'siz' in 'image' (did you mean 'size'?)
            image: {color: red}        | host.yaml:3:9: unknown key 'color' in 'image'; known are size, root-fs
            image: {size: 10 GB}       | host.yaml:3:15: '10 GB' is no size; write it as 10 GiB or 512 MiB
            image: {size: 0 GiB}       | host.yaml:3:15: '0 GiB' is no size; write it as 10 GiB or 512 MiB
            image: {root-fs: xfs}      | host.yaml:3:18: 'image.root-fs' must be ext4, found the string 'xfs'; known are ext4
            updates: {key: k}          | host.yaml:3:10: 'updates' has no 'url'; add it
            units: ['a b']             | host.yaml:3:9: 'a b.service' cannot name a systemd unit
            default-target: multi-user | host.yaml:3:17: 'multi-user' is no systemd target; write multi-user.target
            kargs: [quiet splash]      | host.yaml:3:9: 'quiet splash' is not one kernel argument; write one per entry, without spaces
            kargs: ['']                | host.yaml:3:9: '' is not one kernel argument; write one per entry, without spaces
            automatic-version-suffix: .. | host.yaml:3:27: 'automatic-version-suffix' must be one ASCII character, found '..'
            automatic-version-prefix: <date:%Y | host.yaml:3:27: the date tag in '<date:%Y' has no end; add the missing '>'
            automatic-version-prefix: <date:%Q> | host.yaml:3:27: unknown date format '%Q'; use %Y %y %m %d %e %F %H %M %S %j %s or %%
            automatic-version-prefix: a<date:%> | host.yaml:3:27: unknown date format '%'; use %Y %y %m %d %e %F %H %M %S %j %s or %%
            remove-files: [../etc]     | host.yaml:3:16: 'remove-files': '../etc' is no path inside the tree
            remove-files: [/]          | host.yaml:3:16: 'remove-files': '/' is no path inside the tree
            basearch: s390x            | host.yaml:3:11: 'basearch' is s390x, but this machine is x86_64; compose on a machine of that architecture
            repovars: {basearch: a}    | host.yaml:3:12: the repository variable 'basearch' is always defined; use the key 'basearch'
            variables: {releasever: 1} | host.yaml:3:13: the variable 'releasever' is always defined; use the key 'releasever'
            variables: {a-b: 1}        | host.yaml:3:13: 'a-b' cannot name a variable; use letters, digits and '_'
            """)
    void tells_what_is_wrong_with_a_value(String line, String message) {
        assertThat(desk.wrongIn(line + "\n")).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            modules: {enable: [a]}     | host.yaml:3:20: 'a' is no stream of a module; write name:stream
            modules: {install: ['a:b:c']} | host.yaml:3:21: 'a:b:c' is no stream of a module; write name:stream/profile, name:stream or name
            platform-module: 'a:b'     | host.yaml:3:18: 'a:b' is no platform of modules; write platform:STREAM
            gpg_key: '1234'            | host.yaml:3:10: 'gpg-key' is not built: keys are not looked up in somebody's key ring; name the file with --sign-key; remove it
            selinux-label-version: 2   | host.yaml:3:24: 'selinux-label-version' is 0 or 1, found '2'
            boot-location: both        | host.yaml:3:16: 'boot-location: both' is not built: libostree since 2018 finds kernels in /usr/lib/modules, and no kernel-install runs on a host of this kind; write 'boot-location: new or modules' or remove it
            no-initramfs: true         | host.yaml:3:15: 'no-initramfs: true' is not built: without an initramfs a host does not find its deployment; a tree without a kernel is 'container: true'; write 'no-initramfs: false' or remove it
            ima: true                  | host.yaml:3:6: 'ima: true' is not built: signatures of single files are not taken from packages; write 'ima: false' or remove it
            cliwrap: true              | host.yaml:3:10: 'cliwrap: true' is not built: the wrappers are a part of rpm-ostree, which hosts do not have; write 'cliwrap: false' or remove it
            ignore-devices: false      | host.yaml:3:17: 'ignore-devices: false' is not built: OSTree's commits hold files, links and directories only; write 'ignore-devices: true' or remove it
            check-passwd: {type: file} | host.yaml:3:15: 'check-passwd' of type 'file' has no 'filename'; name the file
            check-passwd: {type: data} | host.yaml:3:15: 'check-passwd' of type 'data' has no 'entries'; write 'name: id' pairs
            check-passwd: {type: fil}  | host.yaml:3:22: 'check-passwd.type' must be none, previous, file or data, found the string 'fil' (did you mean 'file'?)
            check-passwd: {type: file, filename: passwd} | host.yaml:3:38: file 'passwd' not found: looked at passwd
            check-passwd: {type: data, entries: {a: [1]}} | host.yaml:3:41: 'check-passwd.entries.a' must be an id, or a list of a uid and a gid, found a list
            check-passwd: {type: data, entries: {a: -1}}  | host.yaml:3:41: 'check-passwd.entries.a' must be an id, or a list of a uid and a gid, found the number -1
            check-groups: {type: data, entries: {a: [1, 2]}} | host.yaml:3:41: a group has one id, 'a' has two; write the gid
            repo-packages: [{repo: a, packages: ['@b']}] | host.yaml:3:38: the group '@b' cannot stand in 'repo-packages'; name its packages
            repo-packages: [{packages: [b]}] | host.yaml:3:17: an entry of 'repo-packages' has no 'repo'; add it
            machineid-compat: false # units | host.yaml:4:9: 'units' cannot stand beside 'machineid-compat: false': systemd then enables by presets what it boots first; write a file of /usr/lib/systemd/system-preset in an overlay
            sysusers: always           | host.yaml:3:11: 'sysusers' must be compose-auto or compose-forced, found the string 'always'; known are compose-auto, compose-forced
            opt-usrlocal: rot          | host.yaml:3:15: 'opt-usrlocal' must be var, root or stateoverlay, found the string 'rot' (did you mean 'root'?)
            """)
    void ignores_nothing_that_is_not_built(String line, String message) {
        String more = line.endsWith("# units") ? "\nunits: [a]\n" : "\n";
        assertThat(desk.wrongIn(line + more).replace(directory + "/", "")).isEqualTo(message);
    }

    @Test
    void refuses_only_what_wins_when_treefiles_are_merged() {
        desk.with("base.yaml", "cliwrap: true\n");
        assertThat(desk.wrongIn("include: base.yaml\n")).startsWith("base.yaml:1:10: 'cliwrap: true' is not built");
        assertThat(desk.host("include: base.yaml\ncliwrap: false\n").warnings()).isEmpty();
    }

    @Test
    void accepts_values_that_ask_for_what_happens_anyway() {
        Treefile treefile = desk.host("""
                ima: false
                cliwrap: false
                container: false
                no-initramfs: false
                preserve-passwd: true
                check-passwd: {type: none}
                check-groups: {type: none}
                rpmdb: host
                rpmdb-normalize: true
                repo_metadata: disabled
                opt-usrlocal: var
                """);
        assertThat(treefile.warnings()).isEmpty();
    }

    @Test
    void asks_for_a_branch() {
        desk.with("host.yaml", "repos: [base]\n");
        assertThat(desk.wrong("host.yaml"))
                .isEqualTo("host.yaml: no 'ref'; name the branch of the commit: 'ref: my/host'");
        desk.with("host.yaml", "ref: 5\n");
        assertThat(desk.wrong("host.yaml"))
                .isEqualTo("host.yaml:1:6: 'ref' must be a string, found the number 5; put it in quotes: \"5\"");
        desk.with("host.yaml", "ref: /my host\n");
        assertThat(desk.wrong("host.yaml"))
                .isEqualTo("host.yaml:1:6: '/my host' cannot be a branch;"
                        + " use words of letters, digits and - . _ with '/' between them");
    }

    @Test
    void asks_where_packages_come_from() {
        desk.with("host.yaml", "ref: my/host\npackages:\n  - vim\n");
        assertThat(desk.wrong("host.yaml"))
                .isEqualTo("host.yaml:3:5: there are packages, but no 'repos' to get them from; add 'repos'");
    }

    @Test
    void refuses_a_package_that_is_wanted_and_excluded() {
        assertThat(desk.wrongIn("packages: [vim less]\nexclude-packages: [less]\n"))
                .isEqualTo("host.yaml:3:12: package 'less' is in 'packages' and in 'exclude-packages';"
                        + " remove it from one of them");
    }

    @Test
    void refuses_an_old_spelling_beside_the_new_one() {
        assertThat(desk.wrongIn("default-target: a.target\ndefault_target: b.target\n"))
                .isEqualTo("host.yaml:4:1: 'default_target' is the old spelling of 'default-target',"
                        + " and both are given; keep 'default-target'");
    }

    @Test
    void refuses_a_key_that_is_given_twice() {
        assertThat(desk.wrongIn("packages: [a]\npackages: [b]\n"))
                .isEqualTo("host.yaml:4:1: the key 'packages' is given twice, first in line 3; keep one of them");
        desk.with("host.json", "{\"ref\": \"a\",\n \"ref\": \"b\"}");
        assertThat(desk.wrong("host.json"))
                .isEqualTo("host.json:2:2: the key 'ref' is given twice, first in line 1; keep one of them");
    }

    @Test
    void tells_where_files_were_looked_for() {
        assertThat(desk.wrongIn("""
                add-files: [[motd, /etc/motd], [dir, /etc/dir]]
                postprocess-script: post.sh
                ostree-layers: [overlay/base, host.yaml]
                """).replace(directory + "/", "")).isEqualTo("""
                        host.yaml:5:17: overlay 'overlay/base' not found: looked at overlay.d/base
                        host.yaml:5:31: overlay 'host.yaml': host.yaml is no directory
                        host.yaml:3:14: file 'motd' not found: looked at motd
                        host.yaml:3:33: file 'dir' not found: looked at dir
                        host.yaml:4:21: script 'post.sh' not found: looked at post.sh""");
    }

    @Test
    void looks_for_an_overlay_beside_the_first_treefile_too() {
        desk.with("sub/base.yaml", "ostree-layers: [overlay/none]\n");
        assertThat(desk.wrongIn("include: sub/base.yaml\n"))
                .isEqualTo("sub/base.yaml:1:17: overlay 'overlay/none' not found:"
                        + " looked at sub/overlay.d/none and overlay.d/none");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /opt/x          | host.yaml:3:16: 'add-files': '/opt/x' is outside of what a commit holds; use a path under /usr, /etc, /bin, /sbin, /lib, /lib64, but not under /usr/local
            /usr/local/x    | host.yaml:3:16: 'add-files': '/usr/local/x' is outside of what a commit holds; use a path under /usr, /etc, /bin, /sbin, /lib, /lib64, but not under /usr/local
            /usr            | host.yaml:3:16: 'add-files': '/usr' is outside of what a commit holds; use a path under /usr, /etc, /bin, /sbin, /lib, /lib64, but not under /usr/local
            /usr/../x       | host.yaml:3:16: 'add-files': '/usr/../x' is no path inside the tree
            "/usr/a\\0b"    | host.yaml:3:16: 'add-files': '/usr/a\0b' is no path
            """, quoteCharacter = '`')
    void adds_files_only_where_a_commit_holds_them(String destination, String message) {
        desk.with("a", "");
        assertThat(desk.wrongIn("add-files: [[a, " + destination + "]]\n")).isEqualTo(message.replace("3:16", "3:17"));
    }

    @Test
    void asks_for_a_key_unless_updates_are_taken_unverified() {
        assertThat(desk.wrongIn("updates: {url: https://a.example/repo}\n"))
                .isEqualTo("host.yaml:3:10: 'updates' has no 'key' to verify updates with;"
                        + " name the file with the public key, or accept unsigned updates with 'verify: false'");
        assertThat(desk.wrongIn("updates: {url: https://a.example/repo, key: a.pub}\n"))
                .isEqualTo("host.yaml:3:45: key 'a.pub' not found: looked at a.pub");
        desk.with("a.pub", "");
        assertThat(desk.wrongIn("updates: {url: https://a.example/repo, key: a.pub, verify: false}\n"))
                .isEqualTo("host.yaml:3:10: 'updates' has a 'key' and 'verify: false'; remove one of them");
        assertThat(desk.wrongIn("updates: {url: 'a.example', key: a.pub, remote: a/b, ref: ' '}\n"))
                .isEqualTo("""
                        host.yaml:3:49: 'a/b' cannot name a remote; use letters, digits and . _ + -
                        host.yaml:3:16: 'a.example' is no address of a repository; write https://, http:// or file://
                        host.yaml:3:59: ' ' cannot be a branch; use words of letters, digits and - . _ with '/' between them""");
    }

    @Test
    void refuses_programs_that_would_run_on_the_build_machine() {
        desk.with("finalize.d/10-all", "#!/bin/sh\n");
        assertThat(desk.wrongIn("edition: 2024\n"))
                .isEqualTo(
                        "finalize.d: 'finalize.d' is not built: its programs would run on this machine, outside of the"
                                + " tree; use 'postprocess'");
        assertThat(desk.host("edition: 2014\n").edition()).isEqualTo(2014);
    }

    @Test
    void warns_of_keys_that_json_ignores() {
        desk.with("host.json", "{\"ref\": \"a\", \"comment\": \"why\", \"pakages\": []}");
        assertThat(desk.lines(desk.read("host.json").warnings())).isEqualTo("""
                        host.json:1:14: unknown key 'comment' is ignored
                        host.json:1:32: unknown key 'pakages' is ignored (did you mean 'packages'?)""");
    }

    @Test
    void points_to_a_package_for_a_later_step() {
        Treefile treefile = desk.host("packages:\n  - vim\n  - podmn crun\n");
        Located<String> podmn = treefile.packages().install().get(1);
        assertThat(TreefileException.at(podmn, "package 'podmn' does not exist", "did you mean 'podman'?"))
                .hasMessage(directory + """
                        /host.yaml:5:5: package 'podmn' does not exist (did you mean 'podman'?)
                              - podmn crun
                                ^""");
    }
}
