package org.atomsmith.disk.read.qcow2;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import org.atomsmith.disk.read.block.Unpacker;

/** Clusters of Zstandard frames. */
final class ZstdClusters implements Unpacker {
    private final ZstdDecompressCtx context = new ZstdDecompressCtx();
    private final byte[] cluster;

    ZstdClusters(int clusterSize) {
        this.cluster = new byte[clusterSize];
    }

    @Override
    public byte[] unpack(byte[] packed, int packedLength, int length) throws IOException {
        try {
            int from = 0;
            int made = 0;
            // One frame as a rule; what follows the last in its sector is none.
            while (made < cluster.length) {
                long frame = Zstd.findFrameCompressedSize(packed, from, packedLength - from);
                if (Zstd.isError(frame) || frame <= 0) {
                    throw new IOException("no whole zstd frame after " + made + " of " + cluster.length + " bytes");
                }
                made += context.decompressByteArray(cluster, made, cluster.length - made, packed, from, (int) frame);
                from += (int) frame;
            }
            return cluster;
        } catch (ZstdException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
