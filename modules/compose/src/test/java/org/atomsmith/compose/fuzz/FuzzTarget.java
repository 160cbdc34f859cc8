package org.atomsmith.compose.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.atomsmith.compose.lock.Lockfile;
import org.atomsmith.compose.lock.LockfileReader;
import org.atomsmith.compose.lock.LockfileWriter;
import org.atomsmith.compose.treefile.FlatTreefile;
import org.atomsmith.compose.treefile.Problem;
import org.atomsmith.compose.treefile.TextDocument;
import org.atomsmith.compose.treefile.TreefileException;
import org.atomsmith.compose.treefile.TreefileReader;
import org.atomsmith.deb.AptSource;
import org.atomsmith.deb.Deb822;
import org.atomsmith.deb.SourcesFile;
import org.atomsmith.rpm.TextFileException;

/**
 * Every reader of what people write: treefiles, what they include, and definitions of apt repositories. Whatever the text
 * is, each either reads it or refuses it with a {@link TreefileException} or a {@link TextFileException} that names the place. {@link JazzerTarget} runs one for as long as one likes;
 * {@link FuzzTargetTest} runs all for a moment.
 */
public enum FuzzTarget {
    /** A treefile in YAML. */
    TREEFILE_YAML {
        @Override
        void parse(byte[] text) throws IOException {
            treefile("host.yaml", text);
        }
    },
    /** A treefile in JSON. */
    TREEFILE_JSON {
        @Override
        void parse(byte[] text) throws IOException {
            treefile("host.json", text);
        }
    },
    /** A kickstart file. */
    KICKSTART {
        @Override
        void parse(byte[] text) throws IOException {
            Path file = Files.write(directory().resolve("packages.ks"), text);
            Files.writeString(file.resolveSibling("ks.yaml"), "ref: a\nrepos: [r]\ninclude: packages.ks\n");
            read(file.resolveSibling("ks.yaml"));
        }
    },
    /** A lockfile, in YAML. */
    LOCKFILE {
        @Override
        void parse(byte[] text) {
            Lockfile lockfile = new LockfileReader().parse(TextDocument.of(Path.of("lock.yaml"), text));
            String written = new LockfileWriter().toJson(lockfile);
            byte[] json = written.getBytes(StandardCharsets.UTF_8);
            Lockfile again = new LockfileReader().parse(TextDocument.of(Path.of("lock.json"), json));
            if (!new LockfileWriter().toJson(again).equals(written)) {
                throw new IllegalStateException("a lockfile is another when it was written: " + written);
            }
        }
    },
    /** An apt repository's stanzas of fields. */
    DEB822 {
        @Override
        void parse(byte[] text) throws IOException {
            int line = 0;
            for (Deb822.Stanza stanza : Deb822.parse(new String(text, StandardCharsets.UTF_8), SOURCES_FILE)) {
                for (Deb822.Field field : stanza.fields()) {
                    if (field.line() <= line
                            || field.column() < 1
                            || field.name().isEmpty()) {
                        throw new IllegalStateException("a field is nowhere: " + field);
                    }
                    line = field.line();
                }
            }
        }
    },
    /** Definitions of apt repositories. */
    SOURCES {
        @Override
        void parse(byte[] text) throws IOException {
            String all = new String(text, StandardCharsets.UTF_8);
            for (AptSource source : SourcesFile.parse(all, SOURCES_FILE, Path.of("/nowhere"))) {
                if (source.suites().isEmpty()) {
                    throw new IllegalStateException("a source without suites was accepted: " + source);
                }
            }
        }
    };

    private static final String SOURCES_FILE = "fuzz.sources";

    /** Reads a text; what it throws is judged by {@link #run}. */
    abstract void parse(byte[] text) throws IOException;

    /** Reads bytes; throws only when the reader does what it must not. */
    public void run(byte[] text) {
        try {
            parse(text);
        } catch (TreefileException e) {
            for (Problem problem : e.problems()) {
                if (problem.message().isBlank() || problem.toString().isBlank()) {
                    throw new IllegalStateException("refused without a message", e);
                }
            }
        } catch (TextFileException e) {
            if (!String.valueOf(e.getMessage()).matches("(?s)fuzz\\.sources:[0-9]+:[0-9]+: .+")) {
                throw new IllegalStateException("refused without a place", e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name of the target's directory in the corpus. */
    public String corpus() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void treefile(String name, byte[] text) throws IOException {
        Path file = Files.write(directory().resolve(name), text);
        read(file);
        FlatTreefile flat = new TreefileReader("x86_64").flatten(file);
        flat.origins();
        Path printed = Files.writeString(directory().resolve("printed.yaml"), flat.toYaml());
        if (!new TreefileReader("x86_64").flatten(printed).plain().equals(flat.plain())) {
            throw new IllegalStateException("a treefile is another when it was printed: " + flat.toYaml());
        }
    }

    private static void read(Path file) {
        try {
            new TreefileReader("x86_64").read(file);
        } catch (TreefileException e) {
            // What cannot be composed can be printed, perhaps.
        }
    }

    private static Path directory() throws IOException {
        Path directory = Path.of(
                System.getProperty("java.io.tmpdir"),
                "fuzz-" + ProcessHandle.current().pid());
        return Files.createDirectories(directory);
    }
}
