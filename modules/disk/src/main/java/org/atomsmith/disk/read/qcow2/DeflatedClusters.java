package org.atomsmith.disk.read.qcow2;

import java.io.IOException;
import java.util.zip.DataFormatException;
import org.atomsmith.deflate.DeflateDecoder;
import org.atomsmith.disk.read.block.Unpacker;

/** Clusters of deflate without a header. */
final class DeflatedClusters implements Unpacker {
    private final DeflateDecoder decoder = new DeflateDecoder();
    private final byte[] cluster;

    DeflatedClusters(int clusterSize) {
        this.cluster = new byte[clusterSize];
    }

    @Override
    public byte[] unpack(byte[] packed, int packedLength, int length) throws IOException {
        try {
            decoder.decode(packed, 0, packedLength, cluster);
            return cluster;
        } catch (DataFormatException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }
}
