package org.atomsmith.ostree.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.atomsmith.ostree.OstreeCommand;
import org.atomsmith.ostree.ScratchRepository;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RemotesTest {
    @TempDir
    private Path tmp;

    private Repository repository;

    @BeforeEach
    void makeRepository() throws IOException {
        repository = ScratchRepository.create(tmp.resolve("sysroot/ostree/repo"), RepositoryMode.ARCHIVE);
    }

    private Repository again() throws IOException {
        return Repository.open(repository.path());
    }

    @Test
    void libostree_lists_what_we_add() throws IOException {
        OstreeCommand.assumePresent();
        Remotes.of(repository).put("origin", Map.of("url", "https://example.com/repo"), true);
        assertThat(OstreeCommand.ostree(repository.path(), "remote", "list", "-u"))
                .contains("origin")
                .contains("https://example.com/repo");
        assertThat(Remotes.of(again()).delete("origin")).isTrue();
        assertThat(OstreeCommand.ostree(repository.path(), "remote", "list")).isEmpty();
    }

    @Test
    void a_system_keeps_remotes_in_files_of_their_own() throws IOException {
        Path root = tmp.resolve("sysroot");
        Remotes.ofSystem(repository, root).put("origin", Map.of("url", "https://example.com/repo"), true);
        Path file = root.resolve(Remotes.SYSTEM_DIRECTORY).resolve("origin.conf");
        assertThat(file).content().isEqualTo("[remote \"origin\"]\nurl=https://example.com/repo\n");
        assertThat(Remotes.ofSystem(again(), root).get("origin").url()).isEqualTo("https://example.com/repo");
        assertThat(Remotes.ofSystem(again(), root).delete("origin")).isTrue();
        assertThat(file).doesNotExist();
    }

    @Test
    void a_remote_is_replaced_where_it_stands_among_comments() throws IOException {
        Path config = repository.path().resolve("config");
        String before = Files.readString(config)
                + "\n# ours\n[remote \"origin\"]\n# by hand\nurl=old\n\n# last\n[remote \"other\"]\nurl=x\n";
        Files.writeString(config, before);
        Remotes.of(again()).put("origin", Map.of("url", "new"), true);
        assertThat(config).content().isEqualTo(before.replace("url=old", "url=new"));
        assertThat(Remotes.of(again()).delete("origin")).isTrue();
        assertThat(config)
                .content()
                .isEqualTo(before.replace("# ours\n[remote \"origin\"]\n# by hand\nurl=old\n\n", ""));
    }

    @Test
    void remotes_of_the_parent_are_there_too() throws IOException {
        Remotes.of(repository).put("origin", Map.of("url", "https://example.com/repo"), true);
        Repository child = ScratchRepository.create(tmp.resolve("child"), RepositoryMode.ARCHIVE);
        child.writeConfig(
                child.config().file().with("core", "parent", repository.path().toString()));
        assertThat(Remotes.of(Repository.open(child.path())).list()).containsOnlyKeys("origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../evil", "a/b", "-a", "a b", "a\"b"})
    void refuses_names_that_lead_elsewhere(String name) {
        assertThatThrownBy(() -> Remotes.of(repository).put(name, Map.of("url", "u"), true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Remotes.of(repository).delete(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void cookies_stay_until_they_are_taken_back() throws IOException {
        Cookies cookies = Cookies.of(repository, "origin");
        cookies.add("example.com", "/", "a", "1", 1_000);
        cookies.add("example.com", "/", "a", "2", 1_000);
        cookies.add("example.com", "/", "b", "3", 1_000);
        assertThat(cookies.list()).extracting(Cookies.Cookie::value).containsExactly("2", "3");
        assertThat(cookies.list().getFirst().isFor("example.com", "/x", false, 2_000))
                .isTrue();
        assertThat(cookies.list().getFirst().isFor("badexample.com", "/x", false, 2_000))
                .isFalse();
        assertThat(cookies.delete("example.com", "/", "a")).isTrue();
        assertThat(cookies.delete("example.com", "/", "a")).isFalse();
        assertThat(cookies.list()).extracting(Cookies.Cookie::name).containsExactly("b");
        assertThat(Files.readString(repository.path().resolve("origin.cookies.txt")))
                .endsWith("\tb\t3\n");
    }
}
