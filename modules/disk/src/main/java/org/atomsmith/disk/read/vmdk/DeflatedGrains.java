package org.atomsmith.disk.read.vmdk;

import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.atomsmith.disk.read.block.Unpacker;

/** Grains of deflate with zlib's header and checksum. */
final class DeflatedGrains implements Unpacker {
    private final Inflater inflater = new Inflater();
    private final byte[] grain;

    DeflatedGrains(int grainSize) {
        this.grain = new byte[grainSize];
    }

    @Override
    public byte[] unpack(byte[] packed, int packedLength, int length) throws IOException {
        inflater.reset();
        inflater.setInput(packed, 0, packedLength);
        try {
            int made = 0;
            while (made < grain.length && !inflater.finished()) {
                int n = inflater.inflate(grain, made, grain.length - made);
                if (n == 0 && !inflater.finished()) {
                    break;
                }
                made += n;
            }
            // The checksum behind the last byte is looked at only when more is asked for.
            if (!inflater.finished() && inflater.inflate(new byte[1]) == 0 && !inflater.finished()) {
                throw new IOException("it ends after " + made + " bytes, in the middle of its stream");
            }
            // Writers may leave out what is behind the disk's end in the last grain, but nothing else.
            if (made < length) {
                throw new IOException("it makes " + made + " bytes, " + length + " are needed");
            }
            return grain;
        } catch (DataFormatException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
