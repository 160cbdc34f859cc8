package org.atomsmith.ostree.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.atomsmith.ostree.archive.ArchiveReader;
import org.atomsmith.ostree.delta.DeltaFuzzing;
import org.atomsmith.ostree.delta.StaticDelta;
import org.atomsmith.ostree.gpg.GpgKeyring;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.gvariant.VariantException;
import org.atomsmith.ostree.gvariant.VariantType;
import org.atomsmith.ostree.gvariant.VariantView;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.object.DirMeta;
import org.atomsmith.ostree.object.DirTree;
import org.atomsmith.ostree.pull.http.HttpFuzzing;
import org.atomsmith.ostree.repo.KeyFile;
import org.atomsmith.ostree.repo.RepositoryFuzzing;
import org.atomsmith.ostree.repo.Summary;
import org.atomsmith.ostree.sign.SignatureKeyException;
import org.atomsmith.ostree.sysroot.boot.BootEntry;
import org.atomsmith.ostree.sysroot.boot.KernelArguments;

/**
 * Every parser of bytes that others make. Whatever the bytes are, each either reads them or refuses them with the one
 * exception that its callers expect, with a message; where bytes have one form, what was read is written back the same.
 * {@link JazzerTarget} runs one for as long as one likes; {@link FuzzTargetTest} runs all for a moment.
 */
public enum FuzzTarget {
    /** A GVariant of a type that the first byte chooses. */
    GVARIANT {
        @Override
        void parse(byte[] bytes) {
            if (bytes.length > 0) {
                VariantType type = TYPES.get((bytes[0] & 0xff) % TYPES.size());
                byte[] value = Arrays.copyOfRange(bytes, 1, bytes.length);
                view(VariantView.of(type, MemorySegment.ofArray(value)), 0);
                same(value, Variant.parse(type, value).toBytes());
            }
        }
    },
    /** GVariant's text notation. */
    GVARIANT_TEXT {
        @Override
        void parse(byte[] bytes) {
            Variant.parseText(text(bytes)).toBytes();
        }
    },
    /** A commit object. */
    COMMIT {
        @Override
        void parse(byte[] bytes) throws IOException {
            same(bytes, Commit.parse(bytes).toBytes());
        }
    },
    /** A dirtree object. */
    DIRTREE {
        @Override
        void parse(byte[] bytes) throws IOException {
            same(bytes, DirTree.parse(bytes).toBytes());
        }
    },
    /** A dirmeta object. */
    DIRMETA {
        @Override
        void parse(byte[] bytes) throws IOException {
            same(bytes, DirMeta.parse(bytes).toBytes());
        }
    },
    /** A file of an archive repository. */
    FILEZ {
        @Override
        void parse(byte[] bytes) throws IOException {
            RepositoryFuzzing.archivedFile(bytes);
        }
    },
    /** A delta's superblock. */
    SUPERBLOCK {
        @Override
        void parse(byte[] bytes) throws IOException {
            StaticDelta delta = StaticDelta.read(bytes);
            delta.partsSize();
            delta.fallbacksUncompressedSize();
        }
    },
    /** A delta's part, unpacked; the first byte says of what type the objects are that it makes. */
    PART {
        @Override
        void parse(byte[] bytes) throws IOException {
            Deltas.FUZZING.part(bytes);
        }
    },
    /** The file of a delta's part. */
    PACKED_PART {
        @Override
        void parse(byte[] bytes) throws IOException {
            Deltas.FUZZING.packedPart(bytes);
        }
    },
    /** A bsdiff patch. */
    PATCH {
        @Override
        void parse(byte[] bytes) throws IOException {
            Deltas.FUZZING.patch(bytes);
        }
    },
    /** A repository's summary. */
    SUMMARY {
        @Override
        void parse(byte[] bytes) throws IOException {
            same(bytes, Summary.parse(bytes).toBytes());
        }
    },
    /** A key file: configuration of repositories and remotes, origins. */
    KEYFILE {
        @Override
        void parse(byte[] bytes) {
            KeyFile file = KeyFile.parse(text(bytes), "fuzz");
            String written = file.text();
            String again = KeyFile.parse(written, "written").text();
            if (!again.equals(written)) {
                throw new IllegalStateException("written as '" + written + "', and again as '" + again + "'");
            }
        }
    },
    /** A tar or cpio archive, compressed or not. */
    ARCHIVE {
        @Override
        void parse(byte[] bytes) throws IOException {
            try (ArchiveReader archive = ArchiveReader.open(new ByteArrayInputStream(bytes))) {
                while (archive.next().isPresent()) {
                    archive.content().transferTo(OutputStream.nullOutputStream());
                }
            }
        }
    },
    /** A boot loader's entry, and the kernel's command line in it. */
    BOOT_ENTRY {
        @Override
        void parse(byte[] bytes) {
            BootEntry.parse(text(bytes));
            KernelArguments.parse(text(bytes));
        }
    },
    /** A metalink. */
    METALINK {
        @Override
        void parse(byte[] bytes) throws IOException {
            HttpFuzzing.metalink(bytes);
        }
    },
    /** An OpenPGP keyring. */
    KEYRING {
        @Override
        void parse(byte[] bytes) {
            GpgKeyring.parse(bytes, "fuzz")
                    .certificates()
                    .forEach(certificate -> certificate.userIds().size());
        }
    },
    /** An OpenPGP signature. */
    SIGNATURE {
        @Override
        void parse(byte[] bytes) {
            GpgKeyring.EMPTY.verify(new byte[] {1}, List.of(bytes), Instant.EPOCH);
        }
    };

    private static final List<VariantType> TYPES = List.of(
            VariantType.parse("(a{sv}aya(say)sstayay)"),
            VariantType.parse("(a(say)a(sayay))"),
            VariantType.parse("(uuua(ayay))"),
            VariantType.parse("(a(s(taya{sv}))a{sv})"),
            VariantType.parse("(a{sv}tayay(a{sv}aya(say)sstayay)aya(uayttay)a(yaytt))"),
            VariantType.parse("v"),
            VariantType.parse("a{sv}"),
            VariantType.parse("(ynqiuxtdbsogmsmumaya(yt)(yy)())"));

    /** As deep as values may nest. */
    private static final int DEPTH = 70;

    /** The repository is made when the first target needs it. */
    private static final class Deltas {
        static final DeltaFuzzing FUZZING = DeltaFuzzing.create();
    }

    /** Reads bytes; what it throws is judged by {@link #run}. */
    abstract void parse(byte[] bytes) throws IOException;

    /** Reads bytes; throws only when the parser does what it must not. */
    public void run(byte[] bytes) {
        try {
            parse(bytes);
        } catch (IOException | VariantException | SignatureKeyException | IllegalArgumentException e) {
            if (e.getMessage() == null || e.getMessage().isBlank()) {
                throw new IllegalStateException("refused without a message", e);
            }
        }
    }

    /** The name of the target's directory in the corpus. */
    public String directory() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void same(byte[] read, byte[] written) {
        if (!Arrays.equals(read, written)) {
            throw new IllegalStateException("was read, but is written differently");
        }
    }

    /** Looks at everything in a value. */
    private static void view(VariantView value, int depth) {
        if (depth > DEPTH) {
            return;
        }
        switch (value.type()) {
            case VariantType.Array array -> {
                for (int i = 0; i < Math.min(value.count(), 1000); i++) {
                    view(value.item(i), depth + 1);
                }
            }
            case VariantType.Tuple tuple
            when !tuple.members().isEmpty() -> value.members().forEach(member -> view(member, depth + 1));
            case VariantType.Entry entry -> value.members().forEach(member -> view(member, depth + 1));
            case VariantType.Boxed boxed -> view(value.unboxed(), depth + 1);
            default -> value.toVariant();
        }
    }
}
