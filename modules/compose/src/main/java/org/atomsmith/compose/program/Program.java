package org.atomsmith.compose.program;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.rpm.Dependency;

/**
 * A program of ours that runs in the tree that is composed. It enters as a package, made by the build: its classes in one
 * jar, a Java runtime with no more modules than it needs, an archive of loaded classes, and files beside them.
 *
 * @param name of the package
 * @param version of the program
 * @param summary one line for people
 * @param mainClass where it starts
 * @param roots binary names of classes that are needed and no other class names; those that the roots name follow
 * @param modules of the Java runtime, by name
 * @param training the arguments of {@link #trainingClass}, whose run shows which classes a start loads
 * @param trainingClass started once while the package is made
 * @param requires what its package needs in the tree
 * @param files everything beside the program, by path without a slash in front
 */
public record Program(
        String name,
        String version,
        String summary,
        String mainClass,
        List<String> roots,
        List<String> modules,
        String trainingClass,
        List<String> training,
        List<Dependency> requires,
        SortedMap<String, Entry> files) {

    /** Where the program's own files are, in the tree. */
    public static final String DIRECTORY = "usr/lib/atomsmith";

    /** Copies the collections. */
    public Program {
        roots = List.copyOf(roots);
        modules = List.copyOf(modules);
        training = List.copyOf(training);
        requires = List.copyOf(requires);
        files = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** Something that is laid into the tree. */
    public sealed interface Entry {}

    /** A file of root's. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Content(int mode, byte[] bytes) implements Entry {}

    /** A symbolic link. */
    public record Link(String target) implements Entry {}
}
