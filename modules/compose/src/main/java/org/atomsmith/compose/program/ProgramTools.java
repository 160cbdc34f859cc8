package org.atomsmith.compose.program;

import java.util.Arrays;
import java.util.List;
import org.atomsmith.rpm.Dependency;

/** What packages of programs are made with: it comes from the target's own repositories and does not enter the tree. */
public final class ProgramTools {
    private static final List<String> RUNTIME = List.of("openjdk-25-jdk-headless", "java-25-openjdk-devel");
    private static final List<String> MODULES = List.of("openjdk-25-jdk-headless", "java-25-openjdk-jmods");

    private ProgramTools() {}

    /** The packages: {@code jlink}, the modules of the Java runtime, {@code strip}. */
    public static List<Dependency> dependencies() {
        return List.of(anyOf(RUNTIME), anyOf(MODULES), Dependency.Simple.any("binutils"));
    }

    /** The first of these packages that there is, as distributions name them differently. */
    public static Dependency anyOf(List<String> names) {
        return names.size() == 1
                ? Dependency.Simple.any(names.getFirst())
                : new Dependency.Or(
                        names.stream().<Dependency>map(Dependency.Simple::any).toList());
    }

    /** The first of these packages that there is. */
    public static Dependency anyOf(String... names) {
        return anyOf(Arrays.asList(names));
    }
}
