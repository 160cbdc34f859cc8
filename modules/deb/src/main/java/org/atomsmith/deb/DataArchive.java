package org.atomsmith.deb;

import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.rpm.PackageFormatException;
import org.atomsmith.rpm.PayloadEntry;
import org.atomsmith.rpm.PayloadEntry.Flag;
import org.atomsmith.rpm.PayloadEntry.Kind;
import org.atomsmith.rpm.PayloadSink;

/** The data archive of a {@code .deb}: hands its entries to a sink and notes what dpkg's database says of them. */
final class DataArchive {
    private static final SortedMap<String, byte[]> NO_XATTRS = Collections.emptySortedMap();
    private static final List<String> DOCUMENTATION =
            List.of("usr/share/doc/", "usr/share/man/", "usr/share/info/", "usr/share/doc-base/", "usr/share/gtk-doc/");

    private final String file;
    private final TarReader.Limits limits;
    /** Conffiles by payload path with the rest of their line: a flag or nothing. */
    private final Map<String, String> conffiles = new LinkedHashMap<>();
    /** Whether files are hashed because the package has no list of their digests. */
    private final boolean hashAll;

    private final List<String> paths = new ArrayList<>();
    private final Set<String> files = new HashSet<>();
    private final Map<String, String> digests = new TreeMap<>();

    DataArchive(ControlArchive control, String file, TarReader.Limits limits) throws PackageFormatException {
        this.file = file;
        this.limits = limits;
        this.hashAll = !control.files().containsKey("md5sums");
        for (String line : control.file("conffiles").split("\n")) {
            conffile(line.strip());
        }
    }

    /** A line is {@code /path} or {@code flag /path}, deb-conffiles(5). */
    private void conffile(String line) throws PackageFormatException {
        if (line.isEmpty()) {
            return;
        }
        int blank = line.startsWith("/") ? -1 : line.indexOf(' ');
        String path = blank < 0 ? line : line.substring(blank + 1).strip();
        if (!path.startsWith("/")) {
            throw new PackageFormatException(file + ": conffiles: '" + line + "' is no absolute path", -1);
        }
        conffiles.put(path.substring(1), blank < 0 ? "" : line.substring(0, blank));
    }

    /** Reads the unpacked data archive. */
    void read(InputStream in, PayloadSink sink) throws IOException {
        TarReader tar = new TarReader(in, file + ": data archive", limits);
        while (true) {
            Optional<TarReader.Entry> next = tar.next();
            if (next.isEmpty()) {
                return;
            }
            TarReader.Entry stored = next.get();
            String path = PayloadPaths.normalise(stored.name(), tar);
            if (isDevice(stored)) {
                continue;
            }
            PayloadEntry entry = entry(stored, path, tar);
            paths.add(path);
            if (entry.kind() == Kind.FILE) {
                files.add(path);
                content(entry, tar.content(), sink);
            } else {
                sink.entry(entry, DebFormat.nothing());
            }
        }
    }

    /** Devices and named pipes are left out, as with RPM packages: udev and tmpfiles.d make those of a host. */
    private static boolean isDevice(TarReader.Entry stored) {
        return stored.type() == '3' || stored.type() == '4' || stored.type() == '6';
    }

    private PayloadEntry entry(TarReader.Entry stored, String path, TarReader tar) throws PackageFormatException {
        Kind kind = switch (stored.type()) {
            case '0' -> stored.name().endsWith("/") ? Kind.DIRECTORY : Kind.FILE;
            case '1' -> Kind.HARDLINK;
            case '2' -> Kind.SYMLINK;
            case '5' -> Kind.DIRECTORY;
            default -> throw tar.malformed("'" + path + "' has the unknown tar type '" + stored.type() + "'");
        };
        if (path.isEmpty() && kind != Kind.DIRECTORY) {
            throw tar.malformed("the root is not a directory");
        }
        if (kind != Kind.FILE && stored.size() > 0) {
            throw tar.malformed("'" + path + "' has content but is no file");
        }
        String link = "";
        if (kind == Kind.HARDLINK) {
            link = PayloadPaths.normalise(stored.link(), tar);
            if (!files.contains(link)) {
                throw tar.malformed("'" + path + "' is a hard link to '" + link + "', which is no file before it");
            }
        } else if (kind == Kind.SYMLINK) {
            link = stored.link();
            if (link.isEmpty()) {
                throw tar.malformed("'" + path + "' is a symbolic link to nothing");
            }
        }
        return new PayloadEntry(
                path,
                kind,
                stored.mode() & 07777,
                stored.user(),
                stored.uid(),
                stored.group(),
                stored.gid(),
                link,
                kind == Kind.FILE ? stored.size() : 0,
                NO_XATTRS,
                flags(path, kind),
                "");
    }

    private Set<Flag> flags(String path, Kind kind) {
        EnumSet<Flag> flags = EnumSet.noneOf(Flag.class);
        if (conffiles.containsKey(path)) {
            flags.add(Flag.CONFIG);
        }
        if (documentation(path, kind)) {
            flags.add(Flag.DOC);
        }
        return flags;
    }

    /** Shared directories of manuals stay even without manuals: maintainer scripts put links there. */
    private static boolean documentation(String path, Kind kind) {
        if (!path.startsWith("usr/share/")) {
            return false;
        }
        return kind == Kind.DIRECTORY
                ? path.startsWith(DOCUMENTATION.getFirst())
                : DOCUMENTATION.stream().anyMatch(path::startsWith);
    }

    private void content(PayloadEntry entry, InputStream content, PayloadSink sink) throws IOException {
        if (!hashAll && !conffiles.containsKey(entry.path())) {
            sink.entry(entry, content);
            return;
        }
        MessageDigest md5 = md5();
        DigestInputStream hashed = new DigestInputStream(content, md5);
        sink.entry(entry, hashed);
        byte[] rest = new byte[1 << 13];
        while (hashed.read(rest) >= 0) {
            // What the sink left unread counts too.
        }
        digests.put(entry.path(), HexFormat.of().formatHex(md5.digest()));
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    /** Every path in the archive's order. */
    List<String> paths() {
        return paths;
    }

    /** The MD5 digests of files that were hashed, by path. */
    Map<String, String> digests() {
        return digests;
    }

    /** Lines of dpkg's {@code Conffiles} field without their indentation; a conffile that is no file is left out. */
    String conffiles() {
        StringBuilder lines = new StringBuilder();
        conffiles.forEach((path, flag) -> {
            String digest = digests.get(path);
            if (digest != null) {
                lines.append('/').append(path).append(' ').append(digest);
                lines.append(flag.isEmpty() ? "" : " " + flag).append('\n');
            } else if (!flag.isEmpty()) {
                lines.append('/')
                        .append(path)
                        .append(" newconffile ")
                        .append(flag)
                        .append('\n');
            }
        });
        return lines.toString();
    }
}
