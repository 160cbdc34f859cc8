package org.atomsmith.compose.program;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MethodTypeEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds the classes that a program may load: those that its roots name in any way, and what these name in turn. A class is
 * named by its constant pool: as a class, in a descriptor, or in a string (so that names for reflection count as well).
 */
final class ReachableClasses {
    private final ClassPath path;
    private final SortedMap<String, byte[]> found = new TreeMap<>();
    private final Deque<String> next = new ArrayDeque<>();

    private ReachableClasses(ClassPath path) {
        this.path = path;
    }

    /**
     * The classes, by the name of their entry.
     *
     * @param roots internal names: {@code org/atomsmith/host/Main}
     */
    static SortedMap<String, byte[]> from(Collection<String> roots, ClassPath path) throws IOException {
        ReachableClasses search = new ReachableClasses(path);
        for (String root : roots) {
            if (!path.has(root + ".class")) {
                throw new IOException("the class path has no class " + root.replace('/', '.'));
            }
            search.add(root);
        }
        while (!search.next.isEmpty()) {
            search.follow(search.next.remove());
        }
        return search.found;
    }

    private void add(String internalName) throws IOException {
        String entry = internalName + ".class";
        if (found.containsKey(entry)) {
            return;
        }
        Optional<byte[]> bytes = path.read(entry);
        if (bytes.isPresent()) {
            found.put(entry, bytes.get());
            next.add(entry);
        }
    }

    private void follow(String entry) throws IOException {
        byte[] bytes = found.get(entry);
        if (bytes == null) {
            return;
        }
        for (PoolEntry constant : ClassFile.of().parse(bytes).constantPool()) {
            switch (constant) {
                case ClassEntry type -> addType(type.asInternalName());
                case NameAndTypeEntry member -> addDescriptor(member.type().stringValue());
                case MethodTypeEntry type -> addDescriptor(type.descriptor().stringValue());
                case Utf8Entry text -> addText(text.stringValue());
                default -> {}
            }
        }
    }

    private void addType(String name) throws IOException {
        if (name.startsWith("[")) {
            addDescriptor(name);
        } else {
            add(name);
        }
    }

    private void addDescriptor(String descriptor) throws IOException {
        for (int at = descriptor.indexOf('L'); at >= 0; ) {
            int end = descriptor.indexOf(';', at);
            if (end < 0) {
                return;
            }
            add(descriptor.substring(at + 1, end));
            at = descriptor.indexOf('L', end);
        }
    }

    /** Descriptors of fields and methods of the class itself are plain text, and so are names for reflection. */
    private void addText(String text) throws IOException {
        if (text.length() > 4096) {
            return;
        }
        if (text.startsWith("(") || text.startsWith("L") || text.startsWith("[")) {
            addDescriptor(text);
        } else if (text.indexOf('.') > 0 && text.indexOf(' ') < 0) {
            add(text.replace('.', '/'));
        }
    }
}
