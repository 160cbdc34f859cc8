package org.atomsmith.disk.compressed;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;

/** One Zstandard frame for each chunk, with the size of the content and its checksum. */
final class ZstdCompressor implements Compressor {
    private final ZstdCompressCtx context = new ZstdCompressCtx();

    /**
     * A compressor.
     *
     * @param level 1 to 22
     */
    ZstdCompressor(int level) {
        context.setLevel(level).setContentSize(true).setChecksum(true);
    }

    @Override
    public void compress(byte[] from, int offset, int length, Packed to) {
        int most = (int) Zstd.compressBound(length);
        byte[] room = to.room(most);
        to.added(context.compressByteArray(room, to.size(), most, from, offset, length));
    }

    @Override
    public void close() {
        context.close();
    }
}
