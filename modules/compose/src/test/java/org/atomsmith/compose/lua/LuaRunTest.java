package org.atomsmith.compose.lua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.CommandResult;
import org.atomsmith.rpm.scriptlet.Macros;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts of rpm's Lua in a directory that is {@code /} to them; rpm's own interpreter judges what they print. */
class LuaRunTest {
    /** Outside of scriptlets rpm's print ends no line. */
    private static final String PRINT = """
            function print(...)
                local t = {...}
                for i = 1, select('#', ...) do t[i] = tostring(t[i]) end
                io.write(table.concat(t, '\\t'), '\\n')
            end
            """;

    @TempDir
    private Path directory;

    private final List<String> programs = new ArrayList<>();

    /** Runs a program as this machine's own, in the directory. */
    private final class Machine implements Host {
        @Override
        public Path root() {
            return directory;
        }

        @Override
        public Map<String, String> environment() {
            return Map.of("PATH", "/bin", "SOURCE_DATE_EPOCH", "1767225600");
        }

        @Override
        public Ended run(List<String> command, Map<String, String> environment, String input) throws IOException {
            programs.add(String.join(" ", command) + environment.getOrDefault("MARK", ""));
            CommandResult result = Command.of(command)
                    .withDirectory(directory)
                    .withEnvironment(environment)
                    .run();
            return new Ended(result.exit(), result.output());
        }
    }

    private LuaRun script(String body, List<String> files) {
        return new LuaRun(
                new Machine(),
                () -> Macros.of("x86_64", Optional.empty()),
                "%post",
                body,
                List.of("1"),
                List.of(),
                files);
    }

    private String output(String body) throws IOException {
        LuaRun run = script(body, List.of());
        assertThat(run.run()).isEmpty();
        return run.output();
    }

    private String failure(String body) throws IOException {
        return script(body, List.of()).run().orElseThrow();
    }

    /** What a script prints that works in an empty directory, by rpm's interpreter. */
    private static String rpm(Path in, String body) throws IOException {
        assumeThat(Path.of("/usr/bin/rpm")).as("rpm is installed").exists();
        Path file = Files.writeString(Files.createTempFile("script", ".lua"), body);
        try {
            String printed = Command.of("rpm", "--eval", "%{lua: dofile('" + file + "')}")
                    .withDirectory(in)
                    .withInheritedEnvironment()
                    .runOrThrow()
                    .output();
            // What the macro expands to, which is nothing, and the end of its line.
            return printed.substring(0, printed.length() - 1);
        } finally {
            Files.delete(file);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "print(posix.mkdir('a'), posix.mkdir('a'), posix.rmdir('b'), posix.chdir('a'), posix.chdir('nowhere'))",
                "posix.mkdir('a') posix.symlink('a', 'l') for _, p in ipairs({'a', 'l'}) do local s = posix.stat(p) "
                        + "print(s.type, s.mode, s.uid, s.gid, posix.stat(p, 'type')) end print(posix.stat('x'))",
                "posix.symlink('gone', 'l') print(posix.readlink('l'), posix.access('l'), posix.readlink('x'), posix.unlink('l'))",
                "posix.umask('rwxr-x---') posix.mkdir('a') print(posix.stat('a', 'mode'), posix.umask(), posix.umask(755))",
                "local f = io.open('f', 'w') f:write('one\\ntwo\\n', 3, '\\n') f:close() for l in io.lines('f') do print(l) end "
                        + "f = io.open('f', 'a+') print(f:read('*all')) f:write('four') f:close() print(posix.stat('f', 'size'))",
                "local f = io.open('f', 'w') f:write('x') f:close() posix.chmod('f', 600) print(posix.stat('f', 'mode')) "
                        + "posix.chmod('f', 'u+x') print(posix.stat('f', 'mode')) posix.chmod('f', 'rwsr-xr-x') print(posix.stat('f', 'mode'))",
                "local f = io.open('f', 'w') f:write('x') f:close() print(os.rename('f', 'g'), posix.link('g', 'h'), "
                        + "posix.stat('g', 'nlink'), posix.access('g', 'x'), (os.remove('zzz')))",
                "posix.mkdir('d') posix.mkdir('d/b') posix.mkdir('d/a') local t = {} for f in posix.files('d') do t[#t + 1] = f end "
                        + "table.sort(t) print(table.concat(t, ' '), #posix.dir('d'), posix.files('none'))",
                "print(rpm.b64encode('hello world'), rpm.b64decode('aGVsbG8='), rpm.vercmp('1.0~rc1', '1.0'), rpm.vercmp('2:1', '3'))",
                "print(rpm.expand('%{_sysconfdir} %{?none:x}'), rpm.isdefined('_sysconfdir'), rpm.isdefined('none')) "
                        + "rpm.define('here /x/%{_lib}') print(macros.here == nil, rpm.expand('%here') ~= '')",
                "local a, b = rpm.ver('1:2.0-3'), rpm.ver('2.5') print(a > b, a == rpm.ver(1, '2.0', '3'), a.e, a.v, a.r, tostring(b))",
                "posix.setenv('FOO', 'bar') posix.setenv('FOO', 'baz', false) print(posix.getenv('FOO'), os.getenv('FOO')) "
                        + "posix.unsetenv('FOO') print(posix.getenv('FOO'))",
                "local f = rpm.open('f', 'w') f:write('hello') f:close() f = rpm.open('f') print(f:read(2), f:seek('set', 1), f:read()) f:close()",
                "print(#rpm.splitargs('a b  c'), rpm.unsplitargs({'x', 'y z'}), rpm.splitargs(rpm.unsplitargs({'x', 'y z'}))[2], (pcall(rpm.open, 'missing')))",
                "print(posix.getpasswd('root', 'uid'), posix.getgroup('root').gid, posix.getpasswd('nobody-here'))",
                "print(string.format('%5.2f|%s|%q', 1.5, 'x', 'y'), ('abc'):rep(2, '-'), table.unpack({1, 2}))"
            })
    void prints_what_rpm_prints(String body) throws IOException {
        Path judge = Files.createTempDirectory(directory.getParent(), "judge");
        Files.createDirectories(directory.resolve("etc"));
        Files.writeString(directory.resolve("etc/passwd"), "root:x:0:0:root:/root:/bin/sh\n");
        Files.writeString(directory.resolve("etc/group"), "root:x:0:\n");
        assertThat(plain(output("posix.chdir('/')\n" + body))).isEqualTo(plain(rpm(judge, PRINT + body)));
    }

    /** Lua 5.4 writes a number that came as a fraction so; 5.2 does not. */
    private static String plain(String output) {
        return output.replaceAll("(?<=[0-9])[.]0(?![0-9])", "");
    }

    @Test
    void no_path_leads_out() throws IOException {
        Path secret = Files.writeString(Files.createTempFile(directory.getParent(), "secret", ""), "secret");
        Files.createSymbolicLink(directory.resolve("out"), secret);
        Files.createSymbolicLink(directory.resolve("up"), Path.of("../../.."));
        Files.createSymbolicLink(directory.resolve("round"), Path.of("round"));
        assertThat(output("""
                print(io.open('/out'))
                print(posix.stat('/../../..', 'ino') == posix.stat('/', 'ino'))
                print(posix.stat('/up/etc'))
                print(select(2, posix.access('/round')))
                posix.chdir('/..')
                print(posix.getcwd())
                io.open('/up/made', 'w'):close()
                print(pcall(dofile, '%s'))
                """.formatted(secret)))
                .startsWith(
                        "nil\t/out: No such file or directory\t2\ntrue\nnil\t/up/etc: No such file or directory\t2\n"
                                + "/round: Too many levels of symbolic links\t40\n/\nfalse\t")
                .doesNotContain("secret\n");
        assertThat(directory.resolve("made")).exists();
    }

    @Test
    void neither_classes_nor_this_program_are_in_reach() throws IOException {
        assertThat(output("print(luajava, debug, package.loaded.luajava, #package.searchers, "
                        + "pcall(require, 'java.lang.Runtime'))"))
                .startsWith("nil\tnil\tnil\t2\tfalse\t");
        assertThat(failure("os.exit(1)")).contains("exit not permitted in this context");
        assertThat(failure("posix.exec('/bin/true')")).contains("exec not permitted in this context");
    }

    @Test
    void patterns_find_files_of_the_tree() throws IOException {
        assertThat(
                        output(
                                "posix.mkdir('g') posix.mkdir('g/a1') posix.mkdir('g/a2') posix.mkdir('g/b') "
                                        + "print(table.concat(rpm.glob('/g/a*'), ' '), #rpm.glob('*/b'), #rpm.glob('x*'), rpm.glob('x*', 'c')[1])"))
                .isEqualTo("/g/a1 /g/a2\t1\t0\tx*\n");
    }

    @Test
    void programs_run_in_the_tree_alone() throws IOException {
        Files.createSymbolicLink(directory.resolve("bin"), Path.of("usr/bin"));
        Files.createDirectories(directory.resolve("usr/bin"));
        Files.writeString(directory.resolve("usr/bin/echo"), "");
        Files.writeString(directory.resolve("usr/bin/sh"), "");
        assertThat(output("""
                print(rpm.execute('echo', 'a b'))
                print(rpm.execute('/usr/bin/python3', '-V'))
                print(os.execute('exit 3'))
                print(rpm.spawn({'sh', '-c', 'echo spawned; exit 2'}, {stdout = '/log'}))
                print(io.open('/log'):read('*l'))
                print(io.popen('echo popped'):read('*a'))
                """))
                .isEqualTo(
                        "a b\n0\nnil\tNo such file or directory\t2\nnil\texit\t3\nnil\texit code\t2\nspawned\npopped\n\n");
        assertThat(programs).noneMatch(p -> p.contains("python"));
    }

    @Test
    void a_fork_runs_its_child_once_and_goes_on() throws IOException {
        Files.createDirectories(directory.resolve("bin"));
        Files.writeString(directory.resolve("bin/true"), "");
        Files.writeString(directory.resolve("bin/echo"), "");
        assertThat(output("""
                io.open('/count', 'a'):write('x'):close()
                posix.setenv('MARK', '!')
                local pid = posix.fork()
                if pid == 0 then
                    io.open('/child', 'a'):write('c'):close()
                    posix.exec('/bin/true', 'child')
                    print('not reached')
                elseif pid > 0 then
                    print('waited', posix.wait(pid) == pid)
                end
                local other = posix.fork()
                if other == 0 then
                    rpm.execute('echo', 'from the child')
                    os.exit(0)
                end
                posix.wait(-1)
                print(rpm.execute('echo', 'after'))
                """)).isEqualTo("waited\ttrue\nfrom the child\nafter\n0\n");
        assertThat(programs).containsExactly("/bin/true child!", "echo from the child!", "echo after!");
        assertThat(directory.resolve("count")).hasContent("x");
        assertThat(directory.resolve("child")).hasContent("c");
    }

    @Test
    void a_script_without_end_is_ended() throws IOException {
        assertThat(failure("while true do end")).contains("does not come to an end");
        assertThat(failure("local s = 'x' while true do s = s .. s end")).contains("takes more than");
        assertThat(failure("local t = {} while true do t[#t + 1] = ('x'):rep(1000) .. #t end"))
                .contains("takes more than");
        assertThat(failure("('x'):rep(1e9)")).contains("too large");
        assertThat(failure("local function f() return 1 + f() end f()")).contains("stack overflow");
    }

    @Test
    void arguments_and_files_of_triggers_arrive() throws IOException {
        LuaRun run = script(
                "print(arg[1], arg[2] + 1, arg[3]) local f = rpm.next_file() "
                        + "while f do print(f) f = rpm.next_file() end",
                List.of("/a", "/b c"));
        assertThat(run.run()).isEmpty();
        assertThat(run.output()).isEqualTo("<lua>\t2\tnil\n/a\n/b c\n");
    }

    @Test
    void an_error_names_the_line() throws IOException {
        assertThat(failure("local a\nprint('x')\nerror('no good')")).contains("%post:3", "no good");
        assertThat(failure("if then")).contains("%post", ":1:");
    }
}
