package org.atomsmith.disk.read.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.atomsmith.disk.read.source.DiskImage;
import org.atomsmith.disk.read.source.ImageSource;
import org.atomsmith.disk.read.source.SourceStream;

/** Finds the disk in a tar archive that is not compressed, such as an OVA, and reads it where it is. */
public final class TarImage {
    private TarImage() {}

    /** Whether a file begins as a tar archive does. */
    public static boolean recognises(ImageSource source) throws IOException {
        if (source.size() < TarReader.BLOCK) {
            return false;
        }
        byte[] block = source.bytes(0, TarReader.BLOCK, "header").array();
        return new String(block, 257, 5, StandardCharsets.ISO_8859_1).equals("ustar") && TarReader.isHeader(block);
    }

    /**
     * Opens the one disk in an archive; closing it closes the source.
     *
     * @throws IOException when the archive is damaged, holds no disk or several, or the disk cannot be read
     */
    public static DiskImage open(ImageSource source, Nested nested) throws IOException {
        TarReader reader = new TarReader(new SourceStream(source), source.name());
        Candidates candidates = new Candidates(source.name(), nested);
        Optional<ImageSource> disk = Optional.empty();
        for (Optional<TarMember> member = reader.next(); member.isPresent(); member = reader.next()) {
            ImageSource content = content(source, member.get());
            if (candidates.take(member.get(), content)) {
                disk = Optional.of(content);
            }
        }
        return nested.open(disk.orElseThrow(candidates::none));
    }

    private static ImageSource content(ImageSource source, TarMember member) throws IOException {
        String name = source.name() + ": " + member.name();
        if (member.stored() > source.size() - member.position()) {
            // Says where the archive ends.
            source.fill(java.nio.ByteBuffer.allocate(1), source.size(), "more of '" + member.name() + "'");
        }
        return member.isSparse()
                ? new SparseMember(source, name, member)
                : source.slice(member.position(), member.stored(), name);
    }
}
