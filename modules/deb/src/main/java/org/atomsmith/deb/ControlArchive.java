package org.atomsmith.deb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.PackageFormatException;
import org.atomsmith.rpm.PackageHeader.Scriptlet;

/**
 * The control archive of a {@code .deb}, read whole: the control paragraph, the maintainer scripts and the other files
 * that dpkg keeps for an installed package.
 */
final class ControlArchive {
    private static final TarReader.Limits LIMITS = new TarReader.Limits(1000, 64L << 20);
    private static final Map<String, String> PHASES =
            new TreeMap<>(Map.of("preinst", "pre", "postinst", "post", "prerm", "preun", "postrm", "postun"));

    private final SortedMap<String, byte[]> files;
    private final String text;
    private final Deb822.Stanza control;
    private final Nevra nevra;

    private final long time;

    private ControlArchive(
            SortedMap<String, byte[]> files, String text, Deb822.Stanza control, Nevra nevra, long time) {
        this.time = time;
        this.files = files;
        this.text = text;
        this.control = control;
        this.nevra = nevra;
    }

    /** Reads the unpacked control archive of that package file. */
    static ControlArchive read(InputStream in, String file) throws IOException {
        TarReader tar = new TarReader(in, file + ": control archive", LIMITS);
        SortedMap<String, byte[]> files = new TreeMap<>();
        long time = 0;
        while (true) {
            Optional<TarReader.Entry> next = tar.next();
            if (next.isEmpty()) {
                break;
            }
            TarReader.Entry entry = next.get();
            time = Math.max(time, entry.time());
            String path = PayloadPaths.normalise(entry.name(), tar);
            if (entry.type() == '0' && path.indexOf('/') < 0) {
                if (!path.matches("[A-Za-z0-9][A-Za-z0-9._+-]*")) {
                    throw tar.malformed("'" + path + "' is no name of a control file");
                }
                files.put(path, tar.content().readAllBytes());
            }
        }
        byte[] bytes = files.remove("control");
        if (bytes == null) {
            throw new PackageFormatException(file + ": the control archive has no file 'control'", -1);
        }
        String text = new String(bytes, StandardCharsets.UTF_8).strip() + "\n";
        Deb822.Stanza control = Deb822.single(text, file + ": control");
        Nevra nevra = PackageMapping.nevra(control);
        // The name becomes part of paths.
        if (!nevra.name().matches("[a-z0-9][a-z0-9+.-]*")
                || !control.value("Architecture").matches("[a-z0-9][a-z0-9-]*")) {
            throw new PackageFormatException(
                    file + ": control: '" + nevra.name() + "' '" + control.value("Architecture")
                            + "' are no package name and architecture",
                    -1);
        }
        return new ControlArchive(files, text, control, nevra, time);
    }

    /** The control paragraph as text, without blank lines around it, with a line feed at its end. */
    String text() {
        return text;
    }

    Nevra nevra() {
        return nevra;
    }

    /** When the package was built, seconds since 1970: the newest time in its control archive. */
    long time() {
        return time;
    }

    /** What the package's files are called in dpkg's database: {@code name}, or {@code name:arch} where several may be. */
    String databaseName() {
        boolean same = control.value("Multi-Arch").equals("same");
        return same ? nevra.name() + ":" + control.value("Architecture") : nevra.name();
    }

    /** All files but {@code control} itself. */
    SortedMap<String, byte[]> files() {
        return files;
    }

    /** A control file as text, empty when it is not there. */
    String file(String name) {
        byte[] bytes = files.get(name);
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * The maintainer scripts as scriptlets, for people and inventories: what runs are the files. One that is a binary has
     * no interpreter and no body here.
     */
    List<Scriptlet> scriptlets() {
        List<Scriptlet> scriptlets = new ArrayList<>();
        PHASES.forEach((script, phase) -> {
            byte[] bytes = files.get(script);
            if (bytes != null) {
                scriptlets.add(scriptlet(phase, bytes));
            }
        });
        return scriptlets;
    }

    /** The scriptlet of a maintainer script: without interpreter and body where it is not a text with a first line for them. */
    static Scriptlet scriptlet(String phase, byte[] bytes) {
        String body;
        try {
            body = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return new Scriptlet(phase, "", "");
        }
        if (!body.startsWith("#!")) {
            return new Scriptlet(phase, "", "");
        }
        int end = body.indexOf('\n');
        String[] words =
                body.substring(2, end < 0 ? body.length() : end).strip().split("\\s", 2);
        return new Scriptlet(phase, words[0], body);
    }
}
