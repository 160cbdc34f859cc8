package org.atomsmith.rpm.write;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.PackageHeader.Scriptlet;
import org.atomsmith.rpm.file.RelationKind;
import org.atomsmith.rpm.write.PackageSpec.About;
import org.atomsmith.rpm.write.PackageSpec.Change;
import org.atomsmith.rpm.write.PackageSpec.Relation;

/** Packages that tests write. */
public final class Samples {
    static final long TIME = 1_700_000_000;

    private Samples() {}

    /** An unsigned one of format 4, without compression. */
    public static RpmWriter writer() {
        return new RpmWriter(RpmWriter.Format.V4, PayloadCompression.NONE, 0, List.of(), Instant.ofEpochSecond(TIME));
    }

    /** A regular file of root's. */
    public static SpecFile file(String path, int permissions, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return new SpecFile(
                path,
                0100000 | permissions,
                bytes.length,
                TIME,
                "root",
                "root",
                "",
                Optional.empty(),
                0,
                "",
                () -> new ByteArrayInputStream(bytes));
    }

    /** A symbolic link. */
    public static SpecFile link(String path, String target) {
        return new SpecFile(
                path, 0120777, 0, TIME, "root", "root", target, Optional.empty(), 0, "", InputStream::nullInputStream);
    }

    /** A directory. */
    static SpecFile directory(String path, int permissions) {
        return new SpecFile(
                path,
                0040000 | permissions,
                0,
                TIME,
                "root",
                "root",
                "",
                Optional.empty(),
                0,
                "",
                InputStream::nullInputStream);
    }

    /** A package with these files and something of everything else. */
    public static PackageSpec spec(List<SpecFile> files) {
        return new PackageSpec(
                new Nevra("written", new Evr(3, "1.2~rc1", "4"), "noarch"),
                new About(
                        "A package – written",
                        "It was written\nby a test.",
                        "MIT",
                        "http://example.org/",
                        "Example",
                        "Nobody <nobody@example.org>",
                        "",
                        "",
                        "written-1.2~rc1-4.src.rpm",
                        "localhost",
                        TIME),
                Map.of(
                        RelationKind.PROVIDES,
                        List.of(
                                new Relation("written", RelationKind.EQUAL, "3:1.2~rc1-4"),
                                new Relation("virtual", 0, "")),
                        RelationKind.REQUIRES,
                        List.of(new Relation("(a or b)", 0, ""), new Relation("bash", 12, "5.0")),
                        RelationKind.SUPPLEMENTS,
                        List.of(new Relation("x", 0, ""))),
                List.of(
                        new Scriptlet("pre", "/bin/sh", "echo pre"),
                        new Scriptlet("post", "/sbin/ldconfig", ""),
                        new Scriptlet("posttrans", "<lua>", "print(1)")),
                List.of(new Change(TIME, "Nobody <nobody@example.org> - 1", "- written")),
                files,
                new TreeMap<>(Map.of("kind", "sample")));
    }

    /** The same package whose header claims another size of a file; its digests are wrong then. */
    public static byte[] withFileSize(byte[] rpm, int from, int to) {
        byte[] changed = rpm.clone();
        ByteBuffer buffer = ByteBuffer.wrap(changed);
        for (int at = 0; at + 4 < changed.length; at++) {
            if (buffer.getInt(at) == from) {
                buffer.putInt(at, to);
            }
        }
        return changed;
    }
}
