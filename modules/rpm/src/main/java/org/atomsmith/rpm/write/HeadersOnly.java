package org.atomsmith.rpm.write;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.file.RpmFile;
import org.atomsmith.rpm.file.Tag;

/**
 * The headers of a package without its payload: what the database of installed packages holds of one that was never an RPM
 * file. Nothing here compresses, so that it can run where no compressor is.
 */
public final class HeadersOnly {
    private static final int LEAD_SIZE = 96;

    private HeadersOnly() {}

    /**
     * The headers that {@link RpmWriter} would put in front of a payload, of format 4, without what they say of the payload.
     *
     * @param digests SHA-256 of the regular files by their paths, hexadecimal
     * @throws IllegalArgumentException when the specification contradicts itself
     */
    public static RpmFile of(PackageSpec spec, Map<String, String> digests) throws IOException {
        List<SpecFile> files = SpecFile.sorted(spec.files());
        Map<Integer, String> numbered = new HashMap<>();
        for (int i = 0; i < files.size(); i++) {
            numbered.put(i, digests.getOrDefault(files.get(i).path(), ""));
        }
        boolean large = SpecFile.total(files) > SpecHeader.LARGE;
        byte[] header = new SpecHeader(spec, files, new HardLinks(files), Features.of(spec, false, large), false, large)
                .build(numbered)
                .build();
        byte[] signature = digests(header, false).build();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(lead(spec.nevra(), false));
        all.writeBytes(signature);
        all.writeBytes(new byte[-signature.length & 7]);
        all.writeBytes(header);
        return RpmFile.read(
                new ByteArrayInputStream(all.toByteArray()), spec.nevra().toString());
    }

    /**
     * A signature header with the digests of the main one.
     *
     * @param isSix whether it is of format 6
     */
    static HeaderBuilder digests(byte[] header, boolean isSix) {
        HeaderBuilder signature = new HeaderBuilder(Tag.REGION_SIGNATURES);
        signature.text(Tag.SIG_SHA256, Digests.hex("SHA-256", header));
        return isSix
                ? signature.text(Tag.SIG_SHA3_256, Digests.hex("SHA3-256", header))
                : signature.text(Tag.SIG_SHA1, Digests.hex("SHA-1", header));
    }

    /**
     * What a package file begins with: obsolete since 1997, and yet what file(1) and rpm know a package by.
     *
     * @param isSix whether it is of format 6
     */
    static byte[] lead(Nevra nevra, boolean isSix) {
        ByteBuffer lead = ByteBuffer.allocate(LEAD_SIZE);
        lead.putInt(0xedabeedb);
        lead.put((byte) (isSix ? 4 : 3)).put((byte) 0);
        lead.putShort((short) 0).putShort((short) (isSix ? 0 : 1));
        String name =
                nevra.name() + "-" + nevra.evr().version() + "-" + nevra.evr().release();
        lead.put(Arrays.copyOf(Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), 65), 66));
        lead.putShort((short) (isSix ? 0 : 1));
        lead.putShort((short) 5);
        return lead.array();
    }
}
