package org.atomsmith.cli.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.atomsmith.compose.cache.BuildCache;
import org.atomsmith.compose.tools.ToolsTree;
import org.atomsmith.event.Event;
import org.atomsmith.linux.MissingProgramException;
import org.atomsmith.qa.machine.Emulator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmulatorChoiceTest {
    private static final Emulator OLD = new Emulator(List.of("an-old-qemu"), Map.of(), "7.2.1");
    private static final List<String> FETCHED = List.of("downloads", "indexes", "metadata");

    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());

    @TempDir
    private Path directory;

    private Map<String, String> environment() {
        return Map.of("XDG_CACHE_HOME", directory.toString());
    }

    private List<String> warnings() {
        return events.stream()
                .filter(Event.Warning.class::isInstance)
                .map(event -> ((Event.Warning) event).message())
                .toList();
    }

    /** The repository is a folder with nothing in it. */
    private EmulatorChoice broken(boolean offline) {
        String sources = "Types: deb\nURIs: file:" + directory.resolve("mirror")
                + "\nSuites: none\nComponents: main\nTrusted: yes\n";
        return new EmulatorChoice(
                environment(), offline, new ToolsTree.Contents("the emulator", sources, List.of("qemu"), "x86_64"));
    }

    @Test
    void the_machines_qemu_serves_when_no_newer_one_can_be_fetched() throws IOException {
        assertThat(broken(false).newerThan(Optional.of(OLD), events::add)).isEqualTo(OLD);
        assertThat(warnings()).hasSize(1);
        assertThat(warnings().getFirst())
                .startsWith("booting with this machine's QEMU 7.2.1, which takes about twice as long")
                .contains("since there is no newer one: ")
                .hasLineCount(1);
        assertThat(directory.resolve("atomsmith/tools")).isDirectoryNotContaining(Files::isDirectory);
    }

    @Test
    void nothing_is_tried_offline() throws IOException {
        assertThat(broken(true).newerThan(Optional.of(OLD), events::add)).isEqualTo(OLD);
        assertThat(warnings()).singleElement().asString().endsWith("the network may not be used");
        assertThat(events).hasSize(1);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void a_person_may_name_the_qemu() throws IOException {
        Path program = Files.writeString(directory.resolve("mine"), "#!/bin/sh\necho QEMU emulator version 6.1.0\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        EmulatorChoice choice = new EmulatorChoice(Map.of(EmulatorChoice.VARIABLE, program.toString()), false);
        assertThat(choice.choose(events::add)).isEqualTo(new Emulator(List.of(program.toString()), Map.of(), "6.1.0"));
        assertThat(choice.outlook()).isEqualTo("QEMU 6.1.0, as $ATOMSMITH_QEMU says: " + program);
        assertThat(events).isEmpty();
        assertThatThrownBy(() -> new EmulatorChoice(Map.of(EmulatorChoice.VARIABLE, program + "-not"), false)
                        .choose(events::add))
                .isInstanceOf(MissingProgramException.class);
    }

    @Test
    @Tag("slow")
    void a_tools_tree_is_fetched_once_for_all_and_has_a_qemu_that_starts() throws Exception {
        Assumptions.assumeTrue(EmulatorTree.runsHere(), "this machine is not of x86_64");
        // What builds have fetched before serves this test as well.
        Path known = BuildCache.defaultRoot(System.getenv());
        Path cache = Files.createDirectories(directory.resolve("atomsmith"));
        for (String folder : FETCHED) {
            Files.createSymbolicLink(cache.resolve(folder), Files.createDirectories(known.resolve(folder)));
        }
        List<Emulator> chosen = new ArrayList<>();
        try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Emulator>> running = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                running.add(both.submit(
                        () -> new EmulatorChoice(environment(), false).newerThan(Optional.of(OLD), events::add)));
            }
            for (Future<Emulator> one : running) {
                chosen.add(one.get());
            }
        }
        assertThat(warnings()).isEmpty();
        assertThat(chosen.get(0)).isEqualTo(chosen.get(1));
        assertThat(chosen.get(0).takesTurns()).isFalse();
        assertThat(Integer.parseInt(chosen.get(0).version().split("\\.")[0])).isGreaterThanOrEqualTo(10);
        assertThat(events.stream().filter(Event.Ended.class::isInstance).map(event -> ((Event.Ended) event).cached()))
                .containsExactly(false, true);
        assertThat(cache.resolve("work")).isDirectoryNotContaining(Files::isDirectory);

        events.clear();
        assertThat(new EmulatorChoice(environment(), true).newerThan(Optional.of(OLD), events::add))
                .isEqualTo(chosen.get(0));
        assertThat(events).as("it is there").isEmpty();
        for (String folder : FETCHED) {
            Files.delete(cache.resolve(folder));
        }
    }
}
