package org.atomsmith.rpm.write;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.atomsmith.rpm.PayloadEntry;

/**
 * One file of a package to be written.
 *
 * @param path absolute, without empty, {@code .} or {@code ..} components
 * @param mode type and permission bits, as in {@code st_mode}
 * @param size bytes of a regular file
 * @param mtime seconds since 1970
 * @param target of a symbolic link, else empty
 * @param linkOf path of the file whose content this one shares, when it is a further name of it
 * @param flags rpm's: {@link #CONFIG}, {@link #NOREPLACE}, {@link #DOC}, {@link #GHOST} ...
 * @param capabilities as text, such as {@code cap_net_raw=ep}; empty for none
 * @param content of a regular file
 */
public record SpecFile(
        String path,
        int mode,
        long size,
        long mtime,
        String user,
        String group,
        String target,
        Optional<String> linkOf,
        long flags,
        String capabilities,
        Content content) {
    /** The file may be edited. */
    public static final long CONFIG = 1;
    /** It is documentation. */
    public static final long DOC = 1 << 1;
    /** An edited file stays, and the new one is put beside it. */
    public static final long NOREPLACE = 1 << 4;
    /** It belongs to the package and is not in its payload. */
    public static final long GHOST = 1 << 6;

    static final int TYPE = 0170000;

    /** The types of {@link #mode}. */
    public static final int DIRECTORY = 0040000;

    public static final int REGULAR = 0100000;
    public static final int SYMLINK = 0120000;

    public SpecFile {
        boolean plain = path.startsWith("/") && !("/" + path + "/").matches("(?s).*/\\.{1,2}/.*");
        if (!plain || (path.length() > 1 && (path.endsWith("/") || path.contains("//")))) {
            throw new IllegalArgumentException("'" + path + "' is not a plain absolute path");
        }
    }

    /** Where a file's bytes come from. */
    @FunctionalInterface
    public interface Content {
        /** Opens them; called once. */
        InputStream open() throws IOException;
    }

    /** The flags of a file: configuration that somebody edited stays. */
    public static long flags(Set<PayloadEntry.Flag> flags) {
        return (flags.contains(PayloadEntry.Flag.CONFIG) ? CONFIG | NOREPLACE : 0)
                | (flags.contains(PayloadEntry.Flag.DOC) ? DOC : 0)
                | (flags.contains(PayloadEntry.Flag.GHOST) ? GHOST : 0);
    }

    /** An owner as headers have it: by name, or by number where none is known. */
    public static String owner(String name, int number) {
        return !name.isEmpty() ? name : number == 0 ? "root" : Integer.toString(number);
    }

    /** In the header's order: by the bytes of their paths, as rpm searches them. */
    static List<SpecFile> sorted(List<SpecFile> files) {
        return files.stream()
                .sorted(Comparator.comparing(f -> f.path().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned))
                .toList();
    }

    /** Bytes of all contents together. */
    static long total(List<SpecFile> files) {
        return files.stream()
                .filter(f -> f.isRegular() && f.linkOf().isEmpty())
                .mapToLong(SpecFile::size)
                .sum();
    }

    boolean isRegular() {
        return (mode & TYPE) == REGULAR;
    }

    boolean isGhost() {
        return (flags & GHOST) != 0;
    }

    boolean isPacked() {
        return !isGhost();
    }
}
