package org.atomsmith.disk.qcow2;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import org.atomsmith.disk.block.BlockCompressor;

/** One Zstandard frame for each cluster. */
final class ZstdCompressor implements BlockCompressor {
    private final ZstdCompressCtx context = new ZstdCompressCtx();
    private byte[] scratch = new byte[0];

    ZstdCompressor(int level) {
        context.setLevel(level).setContentSize(true).setChecksum(false);
    }

    @Override
    public int compress(byte[] from, int offset, int length, byte[] to, int most) {
        int bound = (int) Zstd.compressBound(length);
        if (scratch.length < bound) {
            scratch = new byte[bound];
        }
        int n = context.compressByteArray(scratch, 0, bound, from, offset, length);
        if (n > most) {
            return 0;
        }
        System.arraycopy(scratch, 0, to, 0, n);
        return n;
    }

    @Override
    public void close() {
        context.close();
    }
}
