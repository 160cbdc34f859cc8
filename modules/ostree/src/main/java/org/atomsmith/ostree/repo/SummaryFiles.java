package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.gvariant.VariantException;
import org.atomsmith.ostree.object.CorruptObjectException;

/** A repository's {@code summary} and {@code summary.sig}. */
public final class SummaryFiles {
    private final Path file;
    private final Path signatureFile;
    private final Path tmp;

    SummaryFiles(Path repository) {
        this.file = repository.resolve("summary");
        this.signatureFile = repository.resolve("summary.sig");
        this.tmp = repository.resolve("tmp");
    }

    /**
     * Replaces the summary, and its signatures: a summary that does not fit its signatures is refused by clients, so old
     * signatures go first.
     *
     * @param signatures {@code summary.sig}; empty for none
     */
    public void write(byte[] summary, SequencedMap<String, Variant> signatures) throws IOException {
        Files.deleteIfExists(signatureFile);
        DurableFile.write(file, summary, tmp);
        if (!signatures.isEmpty()) {
            DurableFile.write(signatureFile, Variant.dict(signatures).toBytes(), tmp);
            // Of one time, so that servers which compare times see one change.
            Files.setLastModifiedTime(signatureFile, Files.getLastModifiedTime(file));
        }
    }

    /** Reads the summary; empty when there is none. */
    public Optional<byte[]> read() throws IOException {
        return Files.exists(file) ? Optional.of(ObjectFiles.readSmall(file)) : Optional.empty();
    }

    /** Reads the summary's signatures; empty when there are none. */
    public SequencedMap<String, Variant> readSignatures() throws IOException {
        try {
            return Files.exists(signatureFile)
                    ? Variant.parse(Variant.DICT, ObjectFiles.readSmall(signatureFile))
                            .asDict()
                    : new LinkedHashMap<>();
        } catch (VariantException e) {
            throw new CorruptObjectException(signatureFile + ": " + e.getMessage(), e);
        }
    }
}
