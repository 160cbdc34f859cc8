package org.atomsmith.compose.program;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.constant.ClassDesc;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes from classes what only a debugger reads: names of local variables and line numbers, a fifth of their bytes. */
final class LeanClasses {
    private final ClassFile format;

    /** Classes whose supertypes are on this path, or in the JDK. */
    LeanClasses(ClassPath path) {
        ClassHierarchyResolver types = ClassHierarchyResolver.ofResourceParsing(type -> open(path, type))
                .orElse(ClassHierarchyResolver.defaultResolver());
        this.format = ClassFile.of(
                ClassFile.DebugElementsOption.DROP_DEBUG,
                ClassFile.LineNumbersOption.DROP_LINE_NUMBERS,
                ClassFile.ConstantPoolSharingOption.NEW_POOL,
                ClassFile.ClassHierarchyResolverOption.of(types));
    }

    /** The same class without them. */
    byte[] lean(byte[] bytes) {
        return format.transformClass(format.parse(bytes), ClassTransform.ACCEPT_ALL);
    }

    private static @Nullable InputStream open(ClassPath path, ClassDesc type) {
        String descriptor = type.descriptorString();
        try {
            Optional<byte[]> bytes = path.read(descriptor.substring(1, descriptor.length() - 1) + ".class");
            return bytes.isEmpty() ? null : new ByteArrayInputStream(bytes.get());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
