import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Makes jars fit for the JVM's archives of loaded classes. Classes get the class file format of Java 8, in which methods say
 * what types they hold where: the JVM keeps no older ones, and verifies them anew at each start. Signatures go: it keeps no
 * class that is signed either, and checks who signed it at each start; Maven has checked what it downloaded. The same jar
 * gives the same bytes.
 */
final class Renewed {
    private static final int JAVA_8 = 52;
    private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]*\\.(SF|RSA|DSA|EC)");

    /** Arguments: the jars, which are replaced. */
    public static void main(String[] args) throws IOException {
        for (String arg : args) {
            Path jar = Path.of(arg);
            Path renewed = jar.resolveSibling(jar.getFileName() + ".renewed");
            try (URLClassLoader classes = new URLClassLoader(new URL[] {jar.toUri().toURL()});
                    ZipFile in = new ZipFile(jar.toFile());
                    ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(renewed))) {
                ClassFile format = ClassFile.of(
                        ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                        ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(classes)));
                for (ZipEntry entry : in.stream().toList()) {
                    if (SIGNATURE.matcher(entry.getName()).matches()) {
                        continue;
                    }
                    byte[] bytes = in.getInputStream(entry).readAllBytes();
                    ZipEntry same = new ZipEntry(entry.getName());
                    same.setTime(entry.getTime());
                    out.putNextEntry(same);
                    out.write(entry.getName().endsWith(".class") ? renewed(bytes, format) : bytes);
                    out.closeEntry();
                }
            }
            Files.move(renewed, jar, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static byte[] renewed(byte[] old, ClassFile format) {
        ClassTransform version = (builder, element) -> {
            if (element instanceof ClassFileVersion) {
                builder.withVersion(JAVA_8, 0);
            } else {
                builder.with(element);
            }
        };
        var parsed = format.parse(old);
        return parsed.majorVersion() >= JAVA_8
                ? old
                : format.transformClass(
                        parsed, ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL).andThen(version));
    }
}
