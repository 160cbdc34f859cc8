package org.atomsmith.cli.doctor;

import java.util.List;
import java.util.stream.Stream;

/** The command that installs packages; several of them become one. */
final class PackageRemedy {
    private static final String COMMAND = "apt-get install --no-install-recommends ";

    private PackageRemedy() {}

    /** The command for these packages. */
    static String of(List<String> packages) {
        return COMMAND + String.join(" ", packages);
    }

    /** The remedies without repetitions, all packages in one command, which comes first. */
    static List<String> merged(List<String> remedies) {
        List<String> packages = remedies.stream()
                .filter(remedy -> remedy.startsWith(COMMAND))
                .flatMap(remedy -> Stream.of(remedy.substring(COMMAND.length()).split(" ")))
                .distinct()
                .toList();
        Stream<String> others = remedies.stream()
                .filter(remedy -> !remedy.isEmpty() && !remedy.startsWith(COMMAND))
                .distinct();
        return Stream.concat(packages.isEmpty() ? Stream.of() : Stream.of(of(packages)), others)
                .toList();
    }
}
