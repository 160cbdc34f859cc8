package org.atomsmith.cli.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.cli.CapturedTerminal;
import org.atomsmith.cli.Main;
import org.atomsmith.cli.command.ExitCode;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.CommitBuilder;
import org.atomsmith.ostree.object.PackageListEntry;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.atomsmith.ostree.repo.Transaction;
import org.atomsmith.ostree.tree.TreeBuilder;
import org.atomsmith.ostree.tree.TreeRoot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DbCommandTest {
    @TempDir
    Path folder;

    private final CapturedTerminal terminal = new CapturedTerminal();

    private int run(String... words) {
        return Main.run(words, terminal.terminal(), Map.of());
    }

    @BeforeEach
    void commitTwice() throws IOException {
        Repository repository = Repository.create(folder, RepositoryMode.ARCHIVE);
        Checksum first = commit(repository, Optional.empty(), List.of(entry("bash", "5.2"), entry("vim", "9.0")));
        commit(repository, Optional.of(first), List.of(entry("bash", "5.10"), entry("nano", "8")));
    }

    private static PackageListEntry entry(String name, String version) {
        return new PackageListEntry(name, "0", version, "1", "x86_64");
    }

    private static Checksum commit(Repository repository, Optional<Checksum> parent, List<PackageListEntry> packages)
            throws IOException {
        try (Transaction transaction = repository.begin()) {
            TreeRoot root = new TreeBuilder().mkdirs("usr/bin").build().write(transaction);
            Checksum commit = transaction.write(new CommitBuilder(root.tree(), root.meta(), 1_750_000_000)
                    .parent(parent)
                    .packages(packages)
                    .build());
            transaction.setRef("host", commit);
            transaction.commit();
            return commit;
        }
    }

    @Test
    void a_commit_is_compared_with_the_one_before() throws IOException {
        int code = run("db", "diff", "host^", "host", "--repo", folder.toString(), "--json");

        assertThat(code).as(terminal.err()).isEqualTo(ExitCode.DONE);
        JsonNode diff = JsonMapper.shared().readTree(terminal.out()).get("pkgdiff");
        assertThat(diff.toString())
                .isEqualTo("[[\"nano\",0,{\"NewPackage\":[\"nano\",\"8-1\",\"x86_64\"]}],"
                        + "[\"vim\",1,{\"PreviousPackage\":[\"vim\",\"9.0-1\",\"x86_64\"]}],"
                        + "[\"bash\",2,{\"PreviousPackage\":[\"bash\",\"5.2-1\",\"x86_64\"],"
                        + "\"NewPackage\":[\"bash\",\"5.10-1\",\"x86_64\"]}]]");
    }

    @Test
    void packages_are_listed_by_the_beginning_of_their_names() {
        int code = run("db", "list", "host", "na", "--repo", folder.toString());

        assertThat(code).as(terminal.err()).isEqualTo(ExitCode.DONE);
        assertThat(terminal.out()).contains(" nano-8-1.x86_64").doesNotContain("bash");
    }

    @Test
    void a_commit_without_a_package_database_has_no_bill_of_materials() {
        assertThat(run("sbom", "host", "--repo", folder.toString())).isEqualTo(ExitCode.FAILED);

        assertThat(terminal.err()).contains("has no dpkg database");
    }

    @Test
    void what_is_no_repository_is_a_wrong_command_line() {
        assertThat(run("db", "list", "host", "--repo", folder.resolve("none").toString()))
                .isEqualTo(ExitCode.USAGE);
    }
}
