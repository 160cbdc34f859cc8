package org.atomsmith.rpm.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atomsmith.rpm.Fixtures;
import org.atomsmith.rpm.file.InstalledHeader;
import org.atomsmith.rpm.file.RpmBuild;
import org.atomsmith.rpm.file.RpmFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge is rpm: it enters the same packages into a database of its own. */
class RpmDatabaseTest {
    private static final String RICH = """
            Name: rich
            Epoch: 2
            Version: 1.5
            Release: 3
            Summary: has a little of everything
            Summary(de): von allem etwas
            License: MIT
            Group: Applications/Text
            Requires: /bin/sh, libfoo >= 1.2, (bar if baz)
            Requires(pre): pre-only
            Requires(post): both
            Requires(postun): both
            Requires(preun): preun-only
            Requires: (a1 if b1 else c1), (z2 and b2 and a2), (a3 or (c3 and b3)), (a4 with b4 > 2), (a5 without b5)
            Requires: (x6 if x6), (a7 if (b7 or c7)), (a9 if (b9 if c9))
            Conflicts: (a8 unless b8), (a11 unless b11 else c11)
            Recommends: nice, (r1 if r2)
            Suggests: nicer
            Supplements: other
            Enhances: another
            Provides: virtual = 7
            Obsoletes: older < 1
            Conflicts: enemy
            %description
            text
            %prep
            %build
            %install
            mkdir -p %{buildroot}/etc/rich %{buildroot}/usr/share/rich
            echo a > %{buildroot}/etc/rich/a.conf
            echo b > %{buildroot}/usr/share/rich/b
            ln -s b %{buildroot}/usr/share/rich/c
            %pre
            exit 0
            %post
            exit 0
            %triggerin -- glibc, bash > 4, bash < 9
            exit 0
            %triggerun -- bash
            exit 0
            %filetriggerin -- /usr/lib /usr/share
            exit 0
            %transfiletriggerin -- /usr/share/icons
            exit 0
            %files
            %config(noreplace) /etc/rich/a.conf
            %dir /usr/share/rich
            /usr/share/rich/b
            /usr/share/rich/c
            %ghost /var/log/rich.log
            """;
    private static final String EMPTY = """
            Name: empty
            Version: 0
            Release: 0
            Summary: has no file
            License: MIT
            BuildArch: noarch
            %description
            text
            %files
            """;

    @TempDir
    Path folder;

    private Path theirs = Path.of("");
    private Path ours = Path.of("");

    @BeforeEach
    void enter() throws IOException {
        RpmBuild build = new RpmBuild(folder);
        Fixtures.requireProgram("sqlite3");
        List<Path> packages = new ArrayList<>(List.of(build.build(EMPTY), build.build(RICH)));
        theirs = Files.createDirectory(folder.resolve("theirs"));
        List<String> install = new ArrayList<>(List.of(
                "rpm",
                "--dbpath",
                theirs.toString(),
                "-i",
                "--justdb",
                "--nodeps",
                "--noscripts",
                "--notriggers",
                "--nosignature",
                "--noorder",
                "--ignorearch",
                "--force-debian"));
        packages.forEach(file -> install.add(file.toString()));
        RpmBuild.run(folder, List.of("rpm", "--dbpath", theirs.toString(), "--initdb"));
        RpmBuild.run(folder, install);
        InstalledHeader.Installation how = new InstalledHeader.Installation(1_750_000_000, 3, List.of(), true);
        List<InstalledHeader> headers = new ArrayList<>();
        // In the order in which rpm chose to install them.
        for (String name :
                sql(theirs, "SELECT key FROM Name ORDER BY hnum").lines().toList()) {
            RpmFile file = RpmFile.read(packages.stream()
                    .filter(p -> p.getFileName().toString().startsWith(name + "-"))
                    .findFirst()
                    .orElseThrow());
            headers.add(InstalledHeader.of(file, how));
        }
        ours = Files.createDirectory(folder.resolve("ours"));
        RpmDatabase.write(headers, ours);
    }

    private String sql(Path database, String statement) throws IOException {
        return RpmBuild.run(
                folder, List.of("sqlite3", database.resolve(RpmDatabase.FILE).toString(), statement));
    }

    private String rpm(Path database, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("rpm", "--dbpath", database.toString(), "--nosignature"));
        command.addAll(List.of(words));
        return RpmBuild.run(folder, command);
    }

    @Test
    void every_index_has_the_rows_that_rpm_gives_it() throws IOException {
        assertThat(sql(ours, "PRAGMA integrity_check")).isEqualToIgnoringNewLines("ok");
        // What SQLite notes for its own planning comes and goes.
        String schema = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name != 'sqlite_stat1'";
        assertThat(sql(ours, schema)).isEqualTo(sql(theirs, schema));
        List<String> tables = sql(ours, "SELECT name FROM sqlite_master WHERE type = 'table'")
                .lines()
                .filter(name -> !name.equals("Packages") && !name.equals("Installtid"))
                .toList();
        assertThat(tables).hasSizeGreaterThan(15);
        for (String table : tables) {
            String rows = "SELECT rowid, * FROM '" + table + "'";
            assertThat(sql(ours, rows)).as(table).isEqualTo(sql(theirs, rows));
        }
    }

    @Test
    void rpm_reads_the_same_headers() throws IOException {
        String query = "[%{*:xml}\\n]";
        assertThat(entries(rpm(ours, "-qa", "--qf", query)))
                .isEqualTo(entries(rpm(theirs, "-qa", "--qf", query)))
                .contains("<string>rich</string>", "Filestates");
        assertThat(rpm(ours, "-q", "--whatprovides", "virtual")).isEqualTo("rich-1.5-3.x86_64\n");
        assertThat(rpm(ours, "-qf", "/usr/share/rich/b")).isEqualTo("rich-1.5-3.x86_64\n");
        assertThat(rpm(ours, "-q", "--qf", "%{INSTALLTIME}", "rich")).isEqualTo("1750000000");
    }

    @Test
    void rpm_reads_it_where_nobody_may_write() throws IOException {
        RpmBuild.run(folder, List.of("chmod", "-R", "a-w", ours.toString()));
        assertThat(rpm(ours, "-ql", "rich")).contains("/etc/rich/a.conf");
    }

    @Test
    void what_rpm_wrote_is_read() throws IOException {
        List<InstalledHeader> headers = RpmDatabase.read(Files.readAllBytes(theirs.resolve(RpmDatabase.FILE)));
        Path copy = Files.createDirectory(folder.resolve("copy"));
        RpmDatabase.write(headers, copy);
        String query = "[%{*:xml}\\n]";
        assertThat(rpm(copy, "-qa", "--qf", query)).isEqualTo(rpm(theirs, "-qa", "--qf", query));
        String rows = "SELECT rowid, * FROM Installtid UNION SELECT rowid, * FROM Sigmd5";
        assertThat(sql(copy, rows)).isEqualTo(sql(theirs, rows)).isNotEmpty();
    }

    /** Without what the time of installing decides. */
    private static String entries(String xml) {
        return xml.replaceAll("(?s)  <rpmTag name=\"Install(time|tid)\">.*?</rpmTag>\n", "");
    }
}
