package org.atomsmith.rpm.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.util.Locale;
import org.atomsmith.rpm.compress.LimitedInputStream;
import org.atomsmith.rpm.database.RpmDatabase;
import org.atomsmith.rpm.file.PackageFile;
import org.atomsmith.rpm.file.PackageFuzzing;
import org.atomsmith.rpm.file.RpmFile;
import org.atomsmith.rpm.md.MetadataDocument;
import org.atomsmith.rpm.openpgp.SignatureDescription;
import org.atomsmith.rpm.query.HeaderFacts;
import org.atomsmith.rpm.query.HeaderXml;
import org.atomsmith.rpm.query.Scripts;
import org.atomsmith.rpm.query.Texts;

/**
 * Every reader of package files and of repositories' documents. Whatever the bytes are, each either reads them or refuses them with an {@link IOException}
 * that has a message. {@link JazzerTarget} runs one for as long as one likes; {@link FuzzTargetTest} runs all for a moment.
 */
public enum FuzzTarget {
    /** Lead and headers, and every question that is put to them. */
    HEADER {
        @Override
        void parse(byte[] bytes) throws IOException {
            RpmFile rpm = RpmFile.read(new ByteArrayInputStream(bytes), "fuzz");
            HeaderXml.of(rpm);
            HeaderFacts.of(rpm);
            PackageFile.list(rpm);
            Scripts.text(Scripts.scriptlets(rpm.header()));
            Scripts.text(Scripts.triggers(rpm.header()));
            Scripts.text(Scripts.fileTriggers(rpm.header()));
            Texts texts = new Texts(rpm, ZoneOffset.UTC, "C");
            texts.info();
            texts.changelog();
        }
    },
    /** A package with its payload, whose digests are not looked at, or nothing else would be reached. */
    PAYLOAD {
        @Override
        void parse(byte[] bytes) throws IOException {
            PackageFuzzing.readPayload(bytes, (entry, content) -> {
                if (entry.path().startsWith("/") || ("/" + entry.path() + "/").contains("/../")) {
                    throw new IllegalStateException("a path that leads out: " + entry.path());
                }
                new LimitedInputStream(content, MOST, "fuzz").transferTo(OutputStream.nullOutputStream());
            });
        }
    },
    /** An OpenPGP signature. */
    SIGNATURE {
        @Override
        void parse(byte[] bytes) {
            SignatureDescription.of(bytes).ifPresent(SignatureDescription::toString);
        }
    },
    /** A database of installed packages. */
    DATABASE {
        @Override
        void parse(byte[] bytes) throws IOException {
            RpmDatabase.read(bytes);
        }
    },
    /** A repository's entry point. */
    REPOMD {
        @Override
        void parse(byte[] bytes) throws IOException {
            MetadataDocument.REPOMD.parse(bytes);
        }
    },
    /** A repository's packages, into an index and out of it. */
    PRIMARY {
        @Override
        void parse(byte[] bytes) throws IOException {
            MetadataDocument.PRIMARY.parse(bytes);
        }
    },
    /** Files of packages. */
    FILELISTS {
        @Override
        void parse(byte[] bytes) throws IOException {
            MetadataDocument.FILELISTS.parse(bytes);
        }
    },
    /** Changelogs. */
    OTHER {
        @Override
        void parse(byte[] bytes) throws IOException {
            MetadataDocument.OTHER.parse(bytes);
        }
    },
    /** Groups. */
    COMPS {
        @Override
        void parse(byte[] bytes) throws IOException {
            MetadataDocument.COMPS.parse(bytes);
        }
    },
    /** Advisories. */
    UPDATEINFO {
        @Override
        void parse(byte[] bytes) throws IOException {
            MetadataDocument.UPDATEINFO.parse(bytes);
        }
    },
    /** Modules. */
    MODULES {
        @Override
        void parse(byte[] bytes) throws IOException {
            MetadataDocument.MODULES.parse(bytes);
        }
    },
    /** Mirrors. */
    METALINK {
        @Override
        void parse(byte[] bytes) throws IOException {
            MetadataDocument.METALINK.parse(bytes);
        }
    },
    /** Definitions of repositories. */
    REPO_FILE {
        @Override
        void parse(byte[] bytes) throws IOException {
            MetadataDocument.REPO_FILE.parse(bytes);
        }
    };

    private static final long MOST = 64 << 20;

    /** Reads bytes; what it throws is judged by {@link #run}. */
    abstract void parse(byte[] bytes) throws IOException;

    /** Reads bytes; throws only when the reader does what it must not. */
    public void run(byte[] bytes) {
        try {
            parse(bytes);
        } catch (IOException e) {
            if (e.getMessage() == null || e.getMessage().isBlank()) {
                throw new IllegalStateException("refused without a message", e);
            }
        }
    }

    /** The name of the target's directory in the corpus. */
    public String directory() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
