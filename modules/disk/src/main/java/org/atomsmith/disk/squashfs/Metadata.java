package org.atomsmith.disk.squashfs;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Blocks of at most 8 KiB, each behind its length, that hold inodes, directories and identifiers. */
final class Metadata {
    private static final int BLOCK = 8192;
    private static final int STORED = 0x8000;

    private Metadata() {}

    /** The blocks of some bytes. */
    static byte[] of(byte[] content, int level) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZstdCompressCtx context = new ZstdCompressCtx()) {
            context.setLevel(level);
            for (int at = 0; at < content.length; at += BLOCK) {
                byte[] block = Arrays.copyOfRange(content, at, Math.min(at + BLOCK, content.length));
                byte[] packed = new byte[(int) Zstd.compressBound(block.length)];
                int n = context.compressByteArray(packed, 0, packed.length, block, 0, block.length);
                boolean smaller = n < block.length;
                int header = smaller ? n : block.length | STORED;
                out.writeBytes(ByteBuffer.allocate(2)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putShort((short) header)
                        .array());
                out.write(smaller ? packed : block, 0, smaller ? n : block.length);
            }
        }
        return out.toByteArray();
    }
}
