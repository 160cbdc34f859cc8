package org.atomsmith.cli.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Looks at the JDK that runs this, and for Maven, which builds it. */
final class JavaCheck implements Check {
    private static final int NEEDED = 25;

    @Override
    public List<Finding> look(Machine machine) {
        return List.of(jdk(), maven(machine));
    }

    private static Finding jdk() {
        String home = System.getProperty("java.home");
        String found = Runtime.version() + " in " + home;
        String remedy = PackageRemedy.of(List.of("openjdk-25-jdk-headless"));
        if (Runtime.version().feature() < NEEDED) {
            return Finding.missing("JDK " + NEEDED, found, remedy);
        }
        return Files.exists(Path.of(home, "bin", "javac"))
                ? Finding.ok("JDK " + NEEDED, found)
                : Finding.missing("JDK " + NEEDED, found + ": a run-time environment, without javac", remedy);
    }

    private static Finding maven(Machine machine) {
        return machine.has("mvn")
                ? Finding.ok("Maven", "mvn")
                : Finding.missing("Maven", "no mvn, which builds Atomsmith", PackageRemedy.of(List.of("maven")));
    }
}
