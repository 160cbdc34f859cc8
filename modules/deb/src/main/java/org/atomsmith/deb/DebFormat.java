package org.atomsmith.deb;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.atomsmith.linux.XzStream;
import org.atomsmith.rpm.PackageFormat;
import org.atomsmith.rpm.PackageFormatException;
import org.atomsmith.rpm.PackageHeader;
import org.atomsmith.rpm.PayloadSink;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.TextFileException;
import org.atomsmith.rpm.compress.Compression;

/**
 * Debian's package files, deb(5): an ar archive with {@code debian-binary}, a control archive and a data archive, each
 * plain or packed with gzip, xz or zstd. Besides the package's own files the payload has those that dpkg keeps for an
 * installed package, below {@value DpkgDatabase#DIRECTORY}{@code /info}. Thread-safe.
 *
 * <p>The header's attributes: {@value #CONTROL}, {@value #CONFFILES}, {@value #TRIGGERS}.
 */
public final class DebFormat implements PackageFormat {
    /** Attribute: the control paragraph as the package has it. */
    public static final String CONTROL = "deb.control";
    /** Attribute: a line for each conffile as dpkg's status file has it: {@code /path md5}, perhaps with a flag. */
    public static final String CONFFILES = "deb.conffiles";
    /** Attribute: the triggers file, deb-triggers(5). */
    public static final String TRIGGERS = "deb.triggers";

    /** Attributes that a converted package has, by phase: the texts of scripts that run while its files are not there. */
    public static final Map<String, String> SCRIPTS = Map.of("pre", "deb.preinst", "postun", "deb.postrm");

    private static final int BUFFER = 1 << 16;
    private static final TarReader.Limits LIMITS = new TarReader.Limits(1 << 20, 64L << 30);

    @Override
    public String name() {
        return "deb";
    }

    @Override
    public PackageHeader read(Path file, PayloadSink sink) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
            return read(in, file.toString(), sink);
        }
    }

    /** Whether a header is that of a Debian package, in a package file of whatever format. */
    public static boolean isDebian(PackageHeader header) {
        return header.attributes().containsKey(CONTROL);
    }

    /**
     * The header that {@link #read} would have given for a package that was converted into another format since: version
     * and scriptlets are dpkg's again. Those that run while the package's files are there are without their text, which is among
     * these.
     *
     * @param converted a header that {@link #isDebian}
     * @throws IOException when its control paragraph is malformed
     */
    public static PackageHeader original(PackageHeader converted) throws IOException {
        String control = converted.attributes().getOrDefault(CONTROL, "");
        TreeMap<String, String> attributes = new TreeMap<>();
        for (String name : List.of(CONTROL, CONFFILES, TRIGGERS, PackageHeader.BUILD_TIME)) {
            attributes.put(name, converted.attributes().getOrDefault(name, ""));
        }
        return new PackageHeader(
                PackageMapping.nevra(Deb822.single(control, converted.nevra() + ": control")),
                converted.scriptlets().stream()
                        .map(s -> ControlArchive.scriptlet(
                                s.phase(),
                                converted
                                        .attributes()
                                        .getOrDefault(SCRIPTS.getOrDefault(s.phase(), ""), "")
                                        .getBytes(StandardCharsets.UTF_8)))
                        .toList(),
                attributes);
    }

    /**
     * What a package file that {@link #read} read needs and provides, as an index would state it.
     *
     * @param arch the native architecture, in RPM's spelling
     * @throws IOException when its control paragraph is malformed
     */
    public static RpmPackage describe(PackageHeader header, String arch, RpmPackage.Location location)
            throws IOException {
        String control = header.attributes().getOrDefault(CONTROL, "");
        return PackageMapping.described(
                Deb822.single(control, header.nevra() + ": control"), DebArch.toDeb(arch), location);
    }

    /**
     * A field of the control paragraph of a package that {@link #read} read; empty when it has none of that name.
     *
     * @throws IOException when its control paragraph is malformed
     */
    public static String field(PackageHeader header, String name) throws IOException {
        String control = header.attributes().getOrDefault(CONTROL, "");
        return Deb822.single(control, header.nevra() + ": control").value(name);
    }

    /** Reads a package from a stream; {@code file} is what messages call it. */
    PackageHeader read(InputStream in, String file, PayloadSink sink) throws IOException {
        ArReader ar = new ArReader(in, file);
        try {
            checkVersion(member(ar, file, "debian-binary"), file);
            ControlArchive control;
            ArReader.Member packed = member(ar, file, "control.tar");
            try (InputStream unpacked = unpack(packed, file)) {
                control = ControlArchive.read(unpacked, file);
            }
            DataArchive data = new DataArchive(control, file, LIMITS);
            packed = member(ar, file, "data.tar");
            try (InputStream unpacked = unpack(packed, file)) {
                data.read(unpacked, sink);
            }
            InfoFiles info = new InfoFiles(control, data);
            info.emit(sink);
            TreeMap<String, String> attributes = new TreeMap<>();
            attributes.put(CONTROL, control.text());
            attributes.put(CONFFILES, data.conffiles());
            attributes.put(TRIGGERS, control.file("triggers"));
            attributes.put(PackageHeader.BUILD_TIME, Long.toString(control.time()));
            return new PackageHeader(control.nevra(), control.scriptlets(), attributes);
        } catch (TextFileException e) {
            throw (IOException) new PackageFormatException(String.valueOf(e.getMessage()), -1).initCause(e);
        } catch (XzStream.XzException e) {
            throw (IOException) new PackageFormatException(String.valueOf(e.getMessage()), ar.offset()).initCause(e);
        }
    }

    /** The next member that is not an extension (deb(5): names that begin with an underscore). */
    private static ArReader.Member member(ArReader ar, String file, String expected) throws IOException {
        while (true) {
            Optional<ArReader.Member> next = ar.next();
            if (next.isEmpty()) {
                throw new PackageFormatException(file + ": cut off: no member '" + expected + "'", ar.offset());
            }
            String name = next.get().name();
            if (name.equals(expected) || name.startsWith(expected + ".")) {
                return next.get();
            }
            if (!name.startsWith("_")) {
                throw new PackageFormatException(
                        file + ": expected member '" + expected + "', found '" + name + "'", ar.offset());
            }
        }
    }

    private static void checkVersion(ArReader.Member member, String file) throws IOException {
        byte[] version = member.content().readNBytes(64);
        String text = new String(version, StandardCharsets.ISO_8859_1);
        if (!text.startsWith("2.")) {
            throw new PackageFormatException(
                    file + ": deb format '" + text.strip() + "' is not known, only 2.x is", -1);
        }
    }

    private static InputStream unpack(ArReader.Member member, String file) throws IOException {
        String name = file + ": " + member.name();
        String kind = member.name().substring(member.name().indexOf(".tar") + 4);
        return switch (kind) {
            case ".xz" -> {
                Optional<InputStream> fast = XzStream.open(member.content(), name);
                yield fast.isPresent() ? fast.get() : Compression.decompress(member.content(), name);
            }
            case "", ".gz", ".zst" -> Compression.decompress(member.content(), name);
            default ->
                throw new PackageFormatException(name + ": packed with something else than gzip, xz or zstd", -1);
        };
    }

    /** A stream of nothing. */
    static InputStream nothing() {
        return new ByteArrayInputStream(new byte[0]);
    }
}
