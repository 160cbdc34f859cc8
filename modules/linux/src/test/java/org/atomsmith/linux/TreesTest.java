package org.atomsmith.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreesTest {
    @TempDir
    Path directory;

    @Test
    void lists_in_the_order_of_the_names() throws IOException {
        for (String name : List.of("b", "B", "a", "\u00e4", "a-")) {
            Files.createFile(directory.resolve(name));
        }
        assertThat(Trees.list(directory).stream().map(path -> path.getFileName().toString()))
                .containsExactly("B", "a", "a-", "b", "\u00e4");
    }

    @Test
    void refuses_to_list_a_name_that_is_not_utf_8_and_deletes_it_all_the_same() throws IOException {
        Path tree = Files.createDirectory(directory.resolve("tree"));
        Command.of("sh", "-c", "mkdir \"$(printf 'd\\377')\" && touch \"$(printf 'd\\377/f\\376')\"")
                .withDirectory(tree)
                .runOrThrow();
        assertThatThrownBy(() -> Trees.list(tree)).isInstanceOf(InvalidPathException.class);
        Trees.delete(tree);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void deletes_links_and_never_what_they_lead_to() throws IOException {
        Path kept = Files.createDirectory(directory.resolve("kept"));
        Files.createFile(kept.resolve("file"));
        Path tree = Files.createDirectories(directory.resolve("tree/sub"));
        LinuxFiles.symlink(kept.toString(), tree.resolve("link"));
        LinuxFiles.symlink("nowhere", tree.resolve("dangling"));
        LinuxFiles.chmod(tree, 0);
        Trees.delete(directory.resolve("tree"));
        assertThat(directory.resolve("tree")).doesNotExist();
        assertThat(kept.resolve("file")).exists();
        Trees.delete(directory.resolve("never there"));
    }
}
