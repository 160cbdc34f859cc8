package org.atomsmith.compose.install;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.atomsmith.compose.tree.PackageTree;
import org.atomsmith.deb.DebFormat;
import org.atomsmith.deb.DebVersions;
import org.atomsmith.deb.Owners;
import org.atomsmith.rpm.PackageFormat;
import org.atomsmith.rpm.PackageFormatException;
import org.atomsmith.rpm.PackageHeader;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.RpmVersions;
import org.atomsmith.rpm.VersionScheme;
import org.atomsmith.rpm.file.HeaderDescription;
import org.atomsmith.rpm.file.RpmFile;
import org.atomsmith.rpm.file.RpmFormat;

/** Every kind of package that can be installed. */
public final class PackageKinds {
    /** Whose 32 bit programs run beside those of 64 bits. */
    private static final Set<String> MULTILIB = Set.of("ppc64", "s390x", "sparc64", "x86_64");

    private static final byte[] AR = "!<arch>\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LEAD = {(byte) 0xed, (byte) 0xab, (byte) 0xee, (byte) 0xdb};

    private PackageKinds() {}

    /**
     * The kind of that name, for one installation.
     *
     * @param packages everything that will be installed
     * @param arch the machine, in RPM's spelling
     * @throws IllegalArgumentException when there is no such kind
     */
    public static PackageKind of(String name, Collection<PackageHeader> packages, String arch) throws IOException {
        return switch (name) {
            case "deb" -> new DebKind(packages, arch);
            case "rpm" -> new RpmKind(arch);
            default -> throw new IllegalArgumentException("no kind of package is called '" + name + "'");
        };
    }

    /** The kind that a package is of. That can be another one than its file's format: Debian's packages may come as RPM files. */
    public static String kindOf(PackageHeader header) {
        return DebFormat.isDebian(header) ? "deb" : "rpm";
    }

    /**
     * A package as a file of its own kind's format would have brought it.
     *
     * @param read what its file says and holds
     * @param format of the file, see {@link PackageFormat#name}
     * @throws IOException when the header is malformed
     */
    public static PackageTree original(PackageTree read, String format) throws IOException {
        PackageHeader header = read.header();
        if (kindOf(header).equals(format)) {
            return read;
        }
        Owners owners = Owners.of(header);
        List<PackageTree.Entry> entries = read.entries().stream()
                .map(e -> new PackageTree.Entry(
                        e.path(),
                        e.node()
                                .owned(
                                        owners.users()
                                                .getOrDefault(e.user(), e.node().uid()),
                                        owners.groups()
                                                .getOrDefault(
                                                        e.group(), e.node().gid()),
                                        e.node().mode()),
                        e.user(),
                        e.group(),
                        e.flags()))
                .toList();
        return new PackageTree(DebFormat.original(header), entries);
    }

    /** What a package file says of itself, in the words of the kind that the package is of, whatever the file's format. */
    public static PackageHeader header(Path file) throws IOException {
        PackageFormat format = format(file);
        PackageHeader header = format.read(file, (entry, content) -> {});
        return kindOf(header).equals(format.name()) ? header : DebFormat.original(header);
    }

    /** How versions of that kind's packages compare. */
    public static VersionScheme versions(String name) {
        return switch (name) {
            case "deb" -> DebVersions.ORDER;
            case "rpm" -> new RpmVersions();
            default -> throw new IllegalArgumentException("no kind of package is called '" + name + "'");
        };
    }

    /** What rpm calls files that the architecture prefers ({@code %_transaction_color}): 3 for 32 and 64 bits, 0 for none. */
    public static int color(String name, String arch) {
        return name.equals("rpm") && MULTILIB.contains(arch) ? 3 : 0;
    }

    /** The reader of that kind's package files; it asks for no signature. */
    public static PackageFormat format(String name) {
        return switch (name) {
            case "deb" -> new DebFormat();
            case "rpm" -> RpmFormat.unsigned();
            default -> throw new IllegalArgumentException("no kind of package is called '" + name + "'");
        };
    }

    /**
     * The reader of a package file, whatever it is called; it asks for no signature.
     *
     * @throws PackageFormatException when it is none
     */
    public static PackageFormat format(Path file) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(AR.length);
        }
        if (Arrays.equals(start, AR)) {
            return format("deb");
        }
        if (start.length > LEAD.length && Arrays.equals(start, 0, LEAD.length, LEAD, 0, LEAD.length)) {
            return format("rpm");
        }
        throw new PackageFormatException(file + " is no package file: neither Debian's nor RPM's", 0);
    }

    /**
     * How packages of a system are entered into rpm's database when their files are none of rpm's. Relations are put so that rpm
     * reads them rightly among the system's packages, and by what the packages say themselves: wherever they came from, the
     * result is the same.
     *
     * @throws IOException when a header is malformed
     */
    public static HeaderConversion conversion(InstalledSystem system) throws IOException {
        return system.kind().equals("deb") ? DebHeaders.of(system) : DescribedSpec::of;
    }

    /**
     * What a package file that was read needs and provides, as a repository would state it.
     *
     * @param name of the kind
     * @param arch the machine, in RPM's spelling
     */
    public static RpmPackage describe(String name, PackageHeader header, String arch, RpmPackage.Location location)
            throws IOException {
        return switch (name) {
            case "deb" -> DebFormat.describe(header, arch, location);
            case "rpm" ->
                HeaderDescription.describe(
                        RpmFile.read(
                                        new ByteArrayInputStream(header.original()),
                                        header.nevra().toString())
                                .header(),
                        location);
            default -> throw new IllegalArgumentException("no kind of package is called '" + name + "'");
        };
    }
}
